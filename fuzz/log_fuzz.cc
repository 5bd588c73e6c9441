// Any log: the same events and the same bad ones, whether it is read whole or in small pieces.
#include <cstdlib>

#include "events/events_testing.h"
#include "retally/error.h"

namespace {

using namespace retally;

struct Outcome {
  Collected collected;
  std::string error;
  bool operator==(const Outcome&) const = default;
};

Outcome read_in_steps(std::string_view log, std::size_t step) {
  Outcome outcome;
  TextSource source(log, step);
  LogReader reader(source);
  try {
    outcome.collected = collect(reader);
  } catch (const Error& error) {
    outcome.error = error.what();
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view log(reinterpret_cast<const char*>(data), size);
  const Outcome whole = read_in_steps(log, size + 1);
  if (read_in_steps(log, 1) != whole) std::abort();
  if (read_in_steps(log, 7) != whole) std::abort();
  return 0;
}
