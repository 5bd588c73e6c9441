// The empty form of a metric's series.
#pragma once

#include "report/metric.h"
#include "report/report.h"

namespace retally {

// The metric with all its series, each empty, with room for `points` points.
Statistic with_series(Metric metric, std::size_t points = 0);

// A metric of one number, dated `at`.
Statistic single_value(Metric metric, TimePoint at, double value);

}  // namespace retally
