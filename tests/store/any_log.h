// Logs of all kinds, made by RapidCheck.
#pragma once

#include <vector>

#include "log_event.h"

namespace retally::support {

// To be called in a property. Few ids and few times, so that events meet: the same job in two tasks, the same
// task in two projects, two events at one time.
LogEvent any_event();
std::vector<LogEvent> any_log();

}  // namespace retally::support
