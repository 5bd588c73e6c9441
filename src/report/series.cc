#include "report/series.h"

namespace retally {

Statistic with_series(Metric metric, std::size_t points) {
  const MetricForm& form = form_of(metric);
  Statistic statistic{std::string(form.name), std::vector<DataSeries>(form.series())};
  for (std::size_t i = 0; i < statistic.series.size(); ++i) {
    statistic.series[i].key = form.keys[i];
    statistic.series[i].points.reserve(points);
  }
  return statistic;
}

Statistic single_value(Metric metric, TimePoint at, double value) {
  Statistic statistic = with_series(metric, 1);
  statistic.series[0].points.push_back({std::chrono::floor<std::chrono::days>(at), value});
  return statistic;
}

}  // namespace retally
