// The events of a batch that goes to a server, as they stand in their log: if the server rejects one, a
// person is to find it and mend it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/destination.h"
#include "cli/log_batch.h"
#include "events/decoder.h"

namespace retally {

struct SentEvent {
  std::uint64_t number = 0;  // see RejectedLog
  std::string text;
};

// Passes all on to the batcher, and remembers what that takes.
class SentEvents final : public EventSink {
 public:
  // `lines_before`: added to the numbers. The batcher must outlive it.
  SentEvents(LogBatcher& batcher, std::uint64_t lines_before)
      : batcher_(batcher), lines_before_(lines_before) {}

  void on_event(const Event& event, std::uint64_t line) override {
    if (event.text.size() > Destination::kMostEventBytes)
      return batcher_.on_bad({"is longer than what a server takes; import it with --store", event.text},
                             line);
    const std::uint64_t rejects = batcher_.rejected();
    batcher_.on_event(event, line);
    if (batcher_.rejected() != rejects) return;
    events_.push_back({line + lines_before_, std::string(event.text)});
    bytes_ += event.text.size();
  }
  void on_bad(const BadEvent& bad, std::uint64_t line) override { batcher_.on_bad(bad, line); }

  // Of all their texts.
  std::uint64_t bytes() const { return bytes_; }

  // In the order of the batch. Begins anew.
  std::vector<SentEvent> take() {
    bytes_ = 0;
    return std::exchange(events_, {});
  }

 private:
  LogBatcher& batcher_;
  const std::uint64_t lines_before_;
  std::vector<SentEvent> events_;
  std::uint64_t bytes_ = 0;
};

}  // namespace retally
