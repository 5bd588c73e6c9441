// The days of which the tests of reports speak.
#pragma once

#include <chrono>

#include "report/timeline.h"
#include "retally/clock.h"

namespace retally {

constexpr Day kMonday = std::chrono::year(2024) / 6 / 10;
constexpr TimePoint kNow = kMonday + std::chrono::days(2) + std::chrono::hours(12);

}  // namespace retally
