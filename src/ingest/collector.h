// Gathers the events of a batch into a ChangeSet; those that can't be taken become its rejects.
#pragma once

#include <string>

#include "events/decoder.h"
#include "retally/clock.h"
#include "store/change_set.h"

namespace retally {

class Collector final : public EventSink {
 public:
  // `source` is where the events come from, for the rejects: an address, a file. `received` is when. Those
  // from before `horizon` can't be taken.
  Collector(std::string source, TimePoint received, TimePoint horizon)
      : source_(std::move(source)), received_(received), horizon_(horizon) {}

  void on_event(const Event& event, std::uint64_t line) override;
  void on_bad(const BadEvent& bad, std::uint64_t line) override;

  // How many events came, good and bad.
  std::uint64_t events() const { return events_; }

  // Hands over what has been gathered, and begins anew.
  ChangeSet take();

 private:
  void reject(std::string reason, std::string_view text, std::uint64_t line);

  std::string source_;
  TimePoint received_;
  TimePoint horizon_;
  ChangeSet set_;
  std::uint64_t events_ = 0;
};

}  // namespace retally
