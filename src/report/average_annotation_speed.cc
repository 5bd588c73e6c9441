#include "report/average_annotation_speed.h"

#include "report/series.h"

namespace retally {

double speed_of(std::int64_t objects, std::int64_t working_ms) {
  if (working_ms == 0) return 0;
  // The product is exact up to 2.5 billion objects, so that one division is all that rounds: 4 objects in
  // 128 s are 112.5 an hour, not 112.50000000000001.
  return static_cast<double>(objects) * 3'600'000.0 / static_cast<double>(working_ms);
}

Statistic average_annotation_speed(std::span<const DayTally> days, TimePoint now) {
  Tally sum;
  for (const DayTally& day : days) sum += day.tally;
  return single_value(Metric::average_annotation_speed, now, speed_of(sum.net(), sum.working_ms));
}

}  // namespace retally
