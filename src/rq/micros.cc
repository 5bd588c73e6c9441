#include "rq/micros.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace retally::rq {

Micros to_micros(const std::string& seconds) {
  constexpr double kFarthest = 9e12;  // s, so that the µs fit; a score may be infinite
  double value = 0;
  std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
  return Micros(static_cast<std::int64_t>(std::ceil(std::clamp(value, -kFarthest, kFarthest) * 1e6)));
}

std::string to_seconds(Micros time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  std::string fraction = std::to_string((time - seconds).count());
  fraction.insert(0, 6 - fraction.size(), '0');
  return std::to_string(seconds.count()) + "." + fraction;
}

}  // namespace retally::rq
