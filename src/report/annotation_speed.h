// How many objects came about in how many hours of work, day by day.
#pragma once

#include <cstdint>
#include <span>

#include "report/report.h"

namespace retally {

// Working time in the unit of the reports. One division of a whole number: no error adds up.
double hours_of(std::int64_t working_ms);

// A day is listed when something was created or deleted on it, or when it has working time: a day of updates
// alone is not. object_count is created - deleted, and may be negative. `days` ascending.
Statistic annotation_speed(std::span<const DayTally> days);

}  // namespace retally
