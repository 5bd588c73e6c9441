#include "report/total_object_count.h"

#include "report/series.h"

namespace retally {

std::int64_t object_count(const JobRecord& job) {
  if (job.annotations) return job.annotations->total();
  std::int64_t count = 0;
  for (const DayTally& day : job.days) count += day.tally.net();
  return count;
}

std::int64_t object_count(std::span<const JobSummary> jobs) {
  std::int64_t count = 0;
  for (const JobSummary& job : jobs) count += job.object_count;
  return count;
}

Statistic total_object_count(std::int64_t count, TimePoint now) {
  return single_value(Metric::total_object_count, now, static_cast<double>(count));
}

}  // namespace retally
