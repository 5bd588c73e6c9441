// Time as a thing that is handed in, so that a test can turn it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace retally {

using Millis = std::chrono::milliseconds;

// A point in time, UTC, in milliseconds since 1970.
using TimePoint = std::chrono::sys_time<Millis>;

class Clock {
 public:
  // A kernel ticks 100 to 1,000 times a second, and its cheap clocks with it.
  static constexpr Millis kRecent{10};

  virtual ~Clock() = default;

  // The time now, cut to milliseconds. Any thread may call it.
  virtual TimePoint now() const = 0;

  // What now() was a moment ago, at most kRecent: for those who ask many million times a second.
  virtual TimePoint recent() const { return now(); }

  // Blocks on `condition` until it is notified, or until now() >= until; may also wake for no reason.
  // `lock` is held on entry and on return, as with std::condition_variable::wait. A wait never ends early by
  // this clock unless it was notified: a caller that sees now() < until was woken.
  virtual void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                          TimePoint until) = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  TimePoint recent() const override;
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  TimePoint until) override;
};

}  // namespace retally
