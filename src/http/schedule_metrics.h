// The schedule's figures, as Prometheus wants them.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "retally/schedule.h"

namespace retally::http {

std::vector<prometheus::MetricFamily> schedule_metrics(const Stats& stats, TimePoint now);

}  // namespace retally::http
