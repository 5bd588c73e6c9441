// Gathers the events of a batch into a ChangeSet; those that can't be taken become its rejects.
#pragma once

#include <string>

#include "events/decoder.h"
#include "retally/clock.h"
#include "store/change_set.h"

namespace retally {

class Collector : public EventSink {
 public:
  // Rejects of one batch that are kept; the rest are only counted. With their events cut to kMaxRejectBytes
  // they take up some 9 MB, whatever the batch.
  static constexpr std::size_t kKeptRejects = 2000;

  // `source` is where the events come from, for the rejects: an address, a file. `received` is when. Those
  // from before `horizon` can't be taken.
  Collector(std::string source, TimePoint received, TimePoint horizon)
      : source_(std::move(source)), received_(received), horizon_(horizon) {}

  void on_event(const Event& event, std::uint64_t line) override;
  void on_bad(const BadEvent& bad, std::uint64_t line) override;

  void set_horizon(TimePoint horizon) { horizon_ = horizon; }

  // How many events came, good and bad.
  std::uint64_t events() const { return events_; }
  // How many of them were bad.
  std::uint64_t rejected() const { return set_.rejected; }

  // Hands over what has been gathered, and begins anew.
  ChangeSet take();

 protected:
  // Called for each event that was taken, and for each that was not.
  virtual void taken(const Event& /*event*/) {}
  virtual void not_taken(std::string_view /*reason*/, std::string_view /*text*/, std::uint64_t /*line*/) {}

 private:
  void reject(std::string reason, std::string_view text, std::uint64_t line);

  std::string source_;
  TimePoint received_;
  TimePoint horizon_;
  ChangeSet set_;
  std::uint64_t events_ = 0;
};

}  // namespace retally
