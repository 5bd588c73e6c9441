// How many objects were created, updated and deleted, day by day.
#pragma once

#include <span>

#include "report/report.h"

namespace retally {

// A day is listed when an event created, updated or deleted anything on it, if only 0 objects. All three
// series have the same days. `days` ascending.
Statistic objects(std::span<const DayTally> days);

}  // namespace retally
