#include "generate/working_time.h"

#include <algorithm>

namespace retally::simulated {
namespace {

constexpr std::int64_t kLongestGapUs = 100'000'000;  // not itself counted

Place place_of(const Row& row) {
  return {row.project_id, row.task_id, row.job_id};
}

std::int64_t end_of(const Row& row) {
  return row.scope == "change:frame" ? row.time_us + std::int64_t{row.duration_ms} * 1000 : row.time_us;
}

WorkingTime::Sum& sum_of(std::vector<WorkingTime::Sum>& sums, const Place& place, std::int64_t time_us) {
  const auto found = std::find_if(sums.begin(), sums.end(),
                                  [&place](const WorkingTime::Sum& sum) { return sum.place == place; });
  return found != sums.end() ? *found : sums.emplace_back(WorkingTime::Sum{place, time_us, 0});
}

}  // namespace

WorkingTime::Batch WorkingTime::add(std::span<const Row> events) {
  Batch batch;
  std::int64_t end_us = 0;  // the latest so far
  for (const Row& event : events) {
    if (!last_) last_ = Last{event.time_us, place_of(event)};
    if (end_us == 0) end_us = last_->end_us;
    std::int64_t added_us = 0;
    if (event.time_us > end_us) {
      if (event.time_us - end_us < kLongestGapUs) added_us += event.time_us - end_us;
      end_us = event.time_us;
    }
    if (end_of(event) > end_us) {
      added_us += end_of(event) - end_us;
      end_us = end_of(event);
    }
    sum_of(batch.sums, last_->place, event.time_us).sum_us += added_us;
    batch.events_us.push_back(added_us);
    last_->place = place_of(event);
  }
  // The next POST counts from the end of this one's last event, even if an earlier one ended later.
  if (!events.empty()) last_->end_us = end_of(events.back());
  return batch;
}

}  // namespace retally::simulated
