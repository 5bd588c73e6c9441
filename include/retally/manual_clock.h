// A clock for tests: it stands still until it is told to move.
#pragma once

#include "retally/clock.h"

namespace retally {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start = TimePoint{}) : now_(start) {}

  TimePoint now() const override;

  // Returns when notified or when the clock has been moved to `until`; no real time is waited for.
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  TimePoint until) override;

  // Moves the clock and wakes everybody who waits on it. Any thread may call it.
  void advance(Millis by);
  void set(TimePoint to);

 private:
  struct Waiter;

  mutable std::mutex mutex_;
  TimePoint now_;
  Waiter* waiters_ = nullptr;
};

}  // namespace retally
