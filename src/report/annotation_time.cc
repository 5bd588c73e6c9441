#include "report/annotation_time.h"

#include <algorithm>

#include "report/series.h"

namespace retally {

namespace {

constexpr std::string_view kInProgress = "in progress";

std::int64_t whole_seconds(std::int64_t from_ms, std::int64_t to_ms) {
  return std::max<std::int64_t>(0, (to_ms - from_ms) / 1000);
}

std::int64_t open_end_ms(const JobRecord& job, std::int64_t since_ms) {
  if (job.updated) return job.updated->time_since_epoch().count();
  return job.last_event_ms.value_or(since_ms);
}

}  // namespace

AnnotatingTime annotating_time(const JobRecord& job) {
  AnnotatingTime time;
  const StateChange* open = nullptr;
  for (const StateChange& change : job.states) {
    if (open != nullptr) {
      time.seconds += whole_seconds(open->time_ms, change.time_ms);
      time.ended_ms = change.time_ms;
    }
    open = change.state == kInProgress ? &change : nullptr;
  }
  if (open != nullptr) time.seconds += whole_seconds(open->time_ms, open_end_ms(job, open->time_ms));
  return time;
}

AnnotatingTime longest_annotating_time(std::span<const JobSummary> jobs) {
  const JobSummary* longest = nullptr;
  for (const JobSummary& job : jobs) {
    if (job.annotating.seconds == 0) continue;
    const bool longer = longest == nullptr || job.annotating.seconds > longest->annotating.seconds ||
                        (job.annotating.seconds == longest->annotating.seconds && job.job < longest->job);
    if (longer) longest = &job;
  }
  return longest == nullptr ? AnnotatingTime{} : longest->annotating;
}

Statistic annotation_time(const AnnotatingTime& time, TimePoint now) {
  const TimePoint at = time.ended_ms ? TimePoint(Millis(*time.ended_ms)) : now;
  return single_value(Metric::annotation_time, at, static_cast<double>(time.seconds) / 3600.0);
}

}  // namespace retally
