#include "retally/clock.h"

#include <algorithm>
#include <ctime>

namespace retally {

TimePoint SystemClock::now() const {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

TimePoint SystemClock::recent() const {
#ifdef CLOCK_REALTIME_COARSE
  timespec time{};
  clock_gettime(CLOCK_REALTIME_COARSE, &time);
  return TimePoint(Millis(time.tv_sec * 1000 + time.tv_nsec / 1'000'000));
#else
  return now();
#endif
}

void SystemClock::wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                             TimePoint until) {
  // Far-off times overflow the nanoseconds that the system waits by: wake once a day instead.
  const TimePoint longest = now() + std::chrono::hours(24);
  condition.wait_until(lock, std::chrono::system_clock::time_point(std::min(until, longest)));
}

}  // namespace retally
