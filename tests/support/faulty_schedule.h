// A schedule that can be told to fail: what a Redis that is started again, or a shard that is away, looks
// like to those above.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "retally/error.h"
#include "retally/schedule.h"

namespace retally::support {

class FaultySchedule final : public Schedule {
 public:
  explicit FaultySchedule(Schedule& schedule) : schedule_(schedule) {}

  // So many of the next calls of finish() fail, with nothing done.
  std::atomic<int> failing_finishes = 0;

  // extend() fails for this target, when it has extended the others.
  void fail_to_extend(const std::string& target) {
    const std::scoped_lock lock(mutex_);
    failing_target_ = target;
  }
  // How many times the lease of a target's run has been extended.
  int extensions(const std::string& target) const {
    const std::scoped_lock lock(mutex_);
    const auto found = extensions_.find(target);
    return found == extensions_.end() ? 0 : found->second;
  }

  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override {
    const std::scoped_lock lock(mutex_);
    bool failed = false;
    std::vector<std::optional<TimePoint>> ends;
    for (const Run& run : runs) {
      const bool fails = run.target == failing_target_;
      failed |= fails;
      ends.push_back(fails ? std::nullopt : schedule_.extend(run, lease));
      if (ends.back()) ++extensions_[run.target];
    }
    if (failed) fail();
    return ends;
  }
  std::vector<bool> finish(std::span<const Ending> endings) override {
    if (failing_finishes > 0) {
      --failing_finishes;
      fail();
    }
    return schedule_.finish(endings);
  }

  std::vector<Touched> touch(std::span<const Touch> touches) override { return schedule_.touch(touches); }
  std::vector<Run> claim(std::size_t max, Millis lease) override { return schedule_.claim(max, lease); }
  bool wait(std::stop_token stop) override { return schedule_.wait(std::move(stop)); }
  bool holds(const Run& run) override { return schedule_.holds(run); }
  std::string request(std::string_view target, std::string_view user) override {
    return schedule_.request(target, user);
  }
  std::optional<Request> find_request(std::string_view id) override { return schedule_.find_request(id); }
  void forget_request(std::string_view id) override { schedule_.forget_request(id); }
  bool cancel(std::string_view target) override { return schedule_.cancel(target); }
  bool retry(std::string_view target) override { return schedule_.retry(target); }
  std::vector<TargetState> states(std::span<const std::string> targets) override {
    return schedule_.states(targets);
  }
  std::optional<TimePoint> due(std::string_view target) override { return schedule_.due(target); }
  Listing list(ListState state, std::size_t offset, std::size_t limit) override {
    return schedule_.list(state, offset, limit);
  }
  Stats stats() override { return schedule_.stats(); }

 private:
  [[noreturn]] static void fail() { throw Error(ErrorKind::unavailable, "the schedule is away"); }

  Schedule& schedule_;
  mutable std::mutex mutex_;  // guards all below
  std::string failing_target_;
  std::map<std::string, int> extensions_;
};

}  // namespace retally::support
