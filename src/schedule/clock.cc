#include "retally/clock.h"

#include <ctime>

namespace retally {
namespace {

#ifdef CLOCK_REALTIME_COARSE
std::chrono::nanoseconds read(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}
#endif

}  // namespace

TimePoint SystemClock::now() const {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

std::chrono::nanoseconds SystemClock::left(TimePoint time) const {
  return time - std::chrono::system_clock::now();
}

SteadyTime SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

TimePoint SystemClock::recent() const {
#ifdef CLOCK_REALTIME_COARSE
  return TimePoint(std::chrono::floor<Millis>(read(CLOCK_REALTIME_COARSE)));
#else
  return now();
#endif
}

// The clock that std::chrono::steady_clock reads, by its last tick.
SteadyTime SystemClock::recent_steady() const {
#ifdef CLOCK_REALTIME_COARSE
  return SteadyTime(read(CLOCK_MONOTONIC_COARSE));
#else
  return steady();
#endif
}

void SystemClock::wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                             SteadyTime until) {
  condition.wait_until(lock, until);
}

}  // namespace retally
