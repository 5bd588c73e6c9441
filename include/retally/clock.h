// Time as a thing that is handed in, so that a test can turn it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace retally {

using Millis = std::chrono::milliseconds;

// A point in time, UTC, in milliseconds since 1970.
using TimePoint = std::chrono::sys_time<Millis>;

// A point on a clock that nobody sets: for how long something lasts.
using SteadyTime = std::chrono::steady_clock::time_point;

// Any thread may call any function.
class Clock {
 public:
  // A kernel ticks 100 to 1,000 times a second, and its cheap clocks with it.
  static constexpr Millis kRecent{10};

  virtual ~Clock() = default;

  // The time of day, cut to milliseconds. It may be set, back or forward, at any moment.
  virtual TimePoint now() const = 0;
  // How long it is until now() >= time, if nobody sets the clock meanwhile; zero or less: it is. `time` is
  // less than 200 years away.
  virtual std::chrono::nanoseconds left(TimePoint time) const { return time - now(); }

  // Goes on evenly, whatever is done to the time of day.
  virtual SteadyTime steady() const = 0;

  // What now() and steady() were a moment ago, at most kRecent: for those who ask many million times a
  // second.
  virtual TimePoint recent() const { return now(); }
  virtual SteadyTime recent_steady() const { return steady(); }

  // Blocks on `condition` until it is notified, or until steady() >= until; may also wake for no reason.
  // `lock` is held on entry and on return, as with std::condition_variable::wait.
  virtual void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                          SteadyTime until) = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  std::chrono::nanoseconds left(TimePoint time) const override;
  SteadyTime steady() const override;
  TimePoint recent() const override;
  SteadyTime recent_steady() const override;
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  SteadyTime until) override;
};

}  // namespace retally
