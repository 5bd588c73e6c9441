#include "http/schedule_metrics.h"

#include <algorithm>

#include "http/metric_family.h"

namespace retally::http {

namespace {

double seconds_since(std::optional<TimePoint> time, TimePoint now) {
  return time ? std::max(0.0, std::chrono::duration<double>(now - *time).count()) : 0.0;
}

}  // namespace

std::vector<prometheus::MetricFamily> schedule_metrics(const Stats& stats, TimePoint now) {
  return {
      gauge("retally_schedule_pending", "Targets that wait for their update",
            static_cast<double>(stats.pending)),
      gauge("retally_schedule_running", "Runs that hold a lease", static_cast<double>(stats.running)),
      gauge("retally_schedule_failed", "Targets whose update has failed for good",
            static_cast<double>(stats.failed)),
      gauge("retally_schedule_requests", "Requests that wait to be run", static_cast<double>(stats.requests)),
      gauge("retally_schedule_oldest_pending_seconds", "Age of the oldest change that waits; 0: none waits",
            seconds_since(stats.oldest_pending, now)),
      gauge("retally_schedule_overdue_seconds", "How long the earliest due update has been due; 0: none is",
            seconds_since(stats.next_due, now)),
      counter("retally_schedule_touches_total", "Changes noted", stats.touches),
      counter("retally_schedule_merges_total", "Changes that found their target pending", stats.merges),
      counter("retally_schedule_runs_total", "Runs claimed", stats.runs),
      counter("retally_schedule_failures_total", "Runs that failed", stats.failures),
      counter("retally_schedule_orphans_total", "Runs whose lease ran out", stats.orphans),
  };
}

}  // namespace retally::http
