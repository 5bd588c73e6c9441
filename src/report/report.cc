#include "report/report.h"

#include "report/annotation_speed.h"
#include "report/annotation_time.h"
#include "report/average_annotation_speed.h"
#include "report/metric.h"
#include "report/objects.h"
#include "report/total_object_count.h"

namespace retally {

namespace {

Report assemble(ResourceId id, std::span<const DayTally> days, const AnnotatingTime& annotating,
                std::int64_t count, TimePoint now) {
  Report report{id, now, {}};
  report.statistics.reserve(kMetrics.size());
  report.statistics.push_back(objects(days));
  report.statistics.push_back(annotation_speed(days));
  report.statistics.push_back(annotation_time(annotating, now));
  report.statistics.push_back(total_object_count(count, now));
  report.statistics.push_back(average_annotation_speed(days, now));
  return report;
}

}  // namespace

Report make_report(const JobRecord& job, TimePoint now) {
  return assemble(job.resource.id, job.days, annotating_time(job), object_count(job), now);
}

JobSummary summarise(const JobRecord& job) {
  return {job.resource.id.id, job.resource.parent, object_count(job), annotating_time(job)};
}

Report make_report(const RollupRecord& rollup, std::span<const JobSummary> jobs, TimePoint now) {
  return assemble(rollup.resource.id, rollup.days, longest_annotating_time(jobs), object_count(jobs), now);
}

Report empty_report(ResourceId id, TimePoint now) {
  return assemble(id, {}, {}, 0, now);
}

void keep_period(Report& report, const Period& period) {
  for (Statistic& statistic : report.statistics) {
    const MetricForm* form = find_form(statistic.name);
    if (form == nullptr || !form->filterable) continue;
    for (DataSeries& series : statistic.series) {
      std::erase_if(series.points,
                    [&](const DataPoint& point) { return point.day < period.from || point.day > period.to; });
    }
  }
}

}  // namespace retally
