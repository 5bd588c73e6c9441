// Times as a person asks for them: how long ago, or in how long.
#pragma once

#include <string>

#include "retally/clock.h"

namespace retally {

// "now", "in 12 s", "3 min ago", "in 5 h", "4 days ago": cut, not rounded, so that "in 0 s" never comes.
std::string relative_time(TimePoint time, TimePoint now);

}  // namespace retally
