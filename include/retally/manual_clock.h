// A clock for tests: it stands still until it is told to move.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "retally/clock.h"

namespace retally {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start = TimePoint{}) : now_(start) {}

  TimePoint now() const override;
  SteadyTime steady() const override;

  // Returns when notified or when the clock has been moved; no real time is waited for.
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  SteadyTime until) override;

  // Lets time pass, and wakes everybody who waits on the clock. Any thread may call it that holds no mutex
  // which one of them waits with.
  void advance(Millis by);
  // Sets the time of day alone, as an administrator does: for those who wait no time passes by that.
  void set(TimePoint to);

  // Blocks until at least `count` threads wait on this clock.
  void await_waiters(std::size_t count);

 private:
  struct Waiter;

  mutable std::mutex mutex_;
  TimePoint now_;
  SteadyTime steady_{};
  std::vector<Waiter*> waiters_;
  std::condition_variable changed_;  // a waiter has come, or is no longer being woken
};

}  // namespace retally
