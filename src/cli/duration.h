// Durations as people write them: 90s, 15m, 1h30m, 500ms, 2d.
#pragma once

#include <string>
#include <string_view>

#include "retally/clock.h"

namespace retally {

// Whole numbers with units d, h, m, s, ms, the larger first and each at most once.
// Throws Error(invalid_input) for anything else, and for more than ten years.
Millis parse_duration(std::string_view text);

// The shortest such form: format_duration(90s) is "1m30s", of nothing "0s".
std::string format_duration(Millis duration);

}  // namespace retally
