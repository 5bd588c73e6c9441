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

  // Returns when notified or when the clock has been moved to `until`; no real time is waited for.
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  TimePoint until) override;

  // Moves the clock and wakes everybody who waits on it. Any thread may call it that holds no mutex which one
  // of them waits with.
  void advance(Millis by);
  void set(TimePoint to);

  // Blocks until at least `count` threads wait on this clock.
  void await_waiters(std::size_t count);

 private:
  struct Waiter;

  void wake(std::unique_lock<std::mutex> lock);

  mutable std::mutex mutex_;
  TimePoint now_;
  std::vector<Waiter*> waiters_;
  std::condition_variable changed_;  // a waiter has come, or is no longer being woken
};

}  // namespace retally
