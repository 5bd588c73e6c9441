#include "report/annotation_speed.h"

#include "report/series.h"

namespace retally {

namespace {

bool listed(const Tally& tally) {
  const auto events = [&](Action action) { return tally.events[static_cast<std::size_t>(action)]; };
  return events(Action::create) > 0 || events(Action::remove) > 0 || tally.working_ms > 0;
}

}  // namespace

double hours_of(std::int64_t working_ms) {
  return static_cast<double>(working_ms) / 3'600'000.0;
}

Statistic annotation_speed(std::span<const DayTally> days) {
  Statistic statistic = with_series(Metric::annotation_speed, days.size());
  auto& object_count = statistic.series[0].points;
  auto& working_time = statistic.series[1].points;
  for (const DayTally& day : days) {
    if (!listed(day.tally)) continue;
    object_count.push_back({day.day, static_cast<double>(day.tally.net())});
    working_time.push_back({day.day, hours_of(day.tally.working_ms)});
  }
  return statistic;
}

}  // namespace retally
