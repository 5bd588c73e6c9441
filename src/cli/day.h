// Days as a person writes them.
#pragma once

#include <string>

#include "retally/clock.h"
#include "store/tally.h"

namespace retally {

// YYYY-MM-DD. Throws Error(invalid_input).
Day parse_day(const std::string& text);
std::string format_day(Day day);

}  // namespace retally
