#include "retally/policy.h"

#include <algorithm>
#include <string>

#include "retally/error.h"

namespace retally {
namespace {

constexpr Millis kLongest = std::chrono::days(366);

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::invalid_input, what);
}

std::string ms(Millis time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace

TimePoint Policy::due(TimePoint first, TimePoint now) const {
  return std::min(now + quiet, first + max_wait);
}

Millis RetryPolicy::delay(int attempt) const {
  Millis delay = first_delay;
  for (int doubled = 1; doubled < attempt && delay < max_delay && delay > Millis(0); ++doubled) {
    delay *= 2;
  }
  return std::min(delay, max_delay);
}

void check(const Policy& policy) {
  if (policy.quiet < Millis(0) || policy.quiet > policy.max_wait || policy.max_wait > kLongest) {
    refuse("schedule policy: quiet is " + ms(policy.quiet) + " and max_wait " + ms(policy.max_wait) +
           "; use 0 <= quiet <= max_wait <= 366 days");
  }
}

void check(const RetryPolicy& policy) {
  if (policy.max_attempts < 1) {
    refuse("retry policy: max_attempts is " + std::to_string(policy.max_attempts) + "; use 1 or more");
  }
  if (policy.first_delay < Millis(0) || policy.first_delay > policy.max_delay ||
      policy.max_delay > kLongest) {
    refuse("retry policy: first_delay is " + ms(policy.first_delay) + " and max_delay " +
           ms(policy.max_delay) + "; use 0 <= first_delay <= max_delay <= 366 days");
  }
}

}  // namespace retally
