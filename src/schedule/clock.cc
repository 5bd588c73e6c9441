#include "retally/clock.h"

namespace retally {

TimePoint SystemClock::now() const {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

void SystemClock::wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                             TimePoint until) {
  // Far-off times overflow the nanoseconds that the system waits by.
  constexpr auto kLongest = std::chrono::hours(24);
  const auto now = std::chrono::system_clock::now();
  const auto wake = until - now > kLongest ? now + kLongest : std::chrono::system_clock::time_point(until);
  condition.wait_until(lock, wake);
}

}  // namespace retally
