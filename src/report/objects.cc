#include "report/objects.h"

#include "report/series.h"

namespace retally {

Statistic objects(std::span<const DayTally> days) {
  Statistic statistic = with_series(Metric::objects, days.size());
  for (const DayTally& day : days) {
    const auto& events = day.tally.events;
    if (events[0] == 0 && events[1] == 0 && events[2] == 0) continue;
    for (std::size_t action = 0; action < kActions; ++action) {
      const std::int64_t count = day.tally.total(static_cast<Action>(action));
      statistic.series[action].points.push_back({day.day, static_cast<double>(count)});
    }
  }
  return statistic;
}

}  // namespace retally
