// Any body: decoded and translated without a crash; and each event that was decoded is decoded again, alone,
// as the same.
#include <cstdlib>

#include "events/events_testing.h"
#include "ingest/translate.h"
#include "retally/error.h"

namespace {

using namespace retally;

class TranslatingSink final : public EventSink {
 public:
  void on_event(const Event& event, std::uint64_t line) override {
    kept.on_event(event, line);
    try {
      translate(event, set_);
    } catch (const Error&) {
      return;
    }
    ++translated_;
    if (set_.changes.size() + set_.no_interest != translated_) std::abort();
  }
  void on_bad(const BadEvent& bad, std::uint64_t line) override {
    if (bad.reason.empty()) std::abort();
    kept.on_bad(bad, line);
  }

  CollectingSink kept;

 private:
  ChangeSet set_;
  std::size_t translated_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static JsonDecoder decoder;
  TranslatingSink sink;
  try {
    decoder.decode({reinterpret_cast<const char*>(data), size}, sink);
  } catch (const Error&) {  // no JSON
  }
  for (const KeptEvent& event : sink.kept.collected.events) {
    CollectingSink again;
    decoder.decode("[\n" + event.text + "]", again);  // in an array, because it may have several lines
    if (again.collected.events.size() != 1) std::abort();
    const KeptEvent& same = again.collected.events.front();
    if (same.hash != event.hash || same.time_ms != event.time_ms || same.count != event.count) std::abort();
  }
  return 0;
}
