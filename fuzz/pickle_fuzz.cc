// What strangers may have stored in Redis: pickles and JSON, data of jobs, their meta, cron strings. The
// first byte of the input says which.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "retally/error.h"
#include "rq/call_text.h"
#include "rq/cron.h"
#include "rq/document.h"
#include "rq/failure_text.h"
#include "rq/meta_patch.h"
#include "rq/recurrence.h"

namespace retally::rq {
namespace {

// More than this is cut by the limit of to_text(), whatever is in it: levels add what closes them.
constexpr std::size_t kLimit = 200;

void check(bool holds) {
  if (!holds) __builtin_trap();
}

void read(std::uint8_t what, std::string_view bytes) {
  switch (what % 5) {
    case 0: {
      const Document document = read_document(bytes);
      check(to_text(document, document.root(), kLimit).size() < 2 * kLimit);
      return;
    }
    case 1:
      call_text(bytes, kLimit);
      return;
    case 2: {
      const std::string changed = with_number(bytes, "repeat", 5);
      const Document document = read_document(changed);
      check(document.find(document.root(), "repeat")->integer == 5);
      return;
    }
    case 3:
      next_after(bytes, std::chrono::seconds(1718006400));
      return;
    default:
      failure_text(bytes, bytes);
      Cron(bytes).next({}, Zone::utc);
  }
}

}  // namespace
}  // namespace retally::rq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    retally::rq::read(data[0], {reinterpret_cast<const char*>(data + 1), size - 1});
  } catch (const retally::Error&) {
    // Refused with a reason: as it should be. Anything else that is thrown is a finding.
  }
  return 0;
}
