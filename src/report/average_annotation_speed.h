// How many objects came about in an hour of work, over all days.
#pragma once

#include <cstdint>
#include <span>

#include "report/report.h"

namespace retally {

// Objects per hour of work; 0 without working time.
double speed_of(std::int64_t objects, std::int64_t working_ms);

// The sums of annotation_speed's two series, divided: a day of much work weighs more than one of little.
Statistic average_annotation_speed(std::span<const DayTally> days, TimePoint now);

}  // namespace retally
