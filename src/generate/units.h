// Lengths of time in microseconds, the unit of the simulation's clock.
#pragma once

#include <cstdint>

namespace retally::simulated {

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
inline constexpr std::int64_t kHourUs = 60 * kMinuteUs;
inline constexpr std::int64_t kDayUs = 24 * kHourUs;

}  // namespace retally::simulated
