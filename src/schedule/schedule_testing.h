// The time at which the tests of schedules begin.
#pragma once

#include "retally/clock.h"

namespace retally {

constexpr TimePoint kStart{Millis{1'700'000'000'000}};

}  // namespace retally
