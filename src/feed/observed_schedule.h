// A schedule that tells a feed what its calls have changed.
//
// It tells what the schedule's answers say, and asks nothing more of the schedule, but for when a target is
// due after a failure or a retry. So not told of is: an update that a touch put off (under a debounce, in a
// flood, nobody could read it), a run whose lease ran out (its next run is), and what other programs do on
// the same schedule.
#pragma once

#include <string>
#include <vector>

#include "feed/feed.h"
#include "retally/schedule.h"

namespace retally {

class ObservedSchedule final : public Schedule {
 public:
  // All must outlive it. While nobody listens a call costs what that of `schedule` costs.
  ObservedSchedule(Schedule& schedule, Feed& feed, const Clock& clock)
      : schedule_(schedule), feed_(feed), clock_(clock) {}

  using Schedule::extend;
  using Schedule::finish;
  using Schedule::touch;

  std::vector<Touched> touch(std::span<const Touch> touches) override;
  std::vector<Run> claim(std::size_t max, Millis lease) override;
  bool wait(std::stop_token stop) override { return schedule_.wait(std::move(stop)); }
  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override {
    return schedule_.extend(runs, lease);
  }
  bool holds(const Run& run) override { return schedule_.holds(run); }
  std::vector<bool> finish(std::span<const Ending> endings) override;
  std::string request(std::string_view target, std::string_view user) override;
  std::optional<Request> find_request(std::string_view id) override { return schedule_.find_request(id); }
  void forget_request(std::string_view id) override { schedule_.forget_request(id); }
  bool cancel(std::string_view target) override;
  bool retry(std::string_view target) override;
  std::vector<TargetState> states(std::span<const std::string> targets) override {
    return schedule_.states(targets);
  }
  std::optional<TimePoint> due(std::string_view target) override { return schedule_.due(target); }
  Listing list(ListState state, std::size_t offset, std::size_t limit) override {
    return schedule_.list(state, offset, limit);
  }
  Stats stats() override { return schedule_.stats(); }

 private:
  using Events = std::vector<FeedEvent>;

  template <class Write>
  void tell(Write write) noexcept;
  void write_pending(std::string_view target, Events& events);

  Schedule& schedule_;
  Feed& feed_;
  const Clock& clock_;
};

}  // namespace retally
