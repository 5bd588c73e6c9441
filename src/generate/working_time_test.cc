#include "generate/working_time.h"

#include <gtest/gtest.h>

#include "generate/units.h"

namespace retally::simulated {
namespace {

Row at(std::int64_t second, std::uint64_t job, std::string_view scope = "zoom:image",
       std::uint32_t duration_ms = 0) {
  Row row;
  row.form = RowForm::client;
  row.scope = scope;
  row.time_us = second * kSecondUs;
  row.job_id = job;
  row.duration_ms = duration_ms;
  return row;
}

// A real editor's first 85 seconds: 2 s before the job was opened, 83 s in it; change:frame lasts 2.5 s, but
// within the gap that follows.
TEST(WorkingTime, GoesToWhatTheUserWasAtBefore) {
  WorkingTime working_time;
  const std::vector<Row> events = {at(1000, 0, "load:cvat"), at(1002, 11, "load:job", 1830),
                                   at(1010, 11, "draw:object", 4200), at(1020, 11, "change:frame", 2500),
                                   at(1085, 11)};
  const WorkingTime::Batch batch = working_time.add(events);

  ASSERT_EQ(batch.sums.size(), 2u);
  EXPECT_EQ(batch.sums[0].place, (Place{0, 0, 0}));
  EXPECT_EQ(batch.sums[0].first_us, 1000 * kSecondUs);
  EXPECT_EQ(batch.sums[0].sum_us, 2 * kSecondUs);
  EXPECT_EQ(batch.sums[1].place, (Place{0, 0, 11}));
  EXPECT_EQ(batch.sums[1].first_us, 1010 * kSecondUs);
  EXPECT_EQ(batch.sums[1].sum_us, 83 * kSecondUs);
  EXPECT_EQ(batch.events_us,
            (std::vector<std::int64_t>{0, 2 * kSecondUs, 8 * kSecondUs, 12'500'000, 62'500'000}));
}

TEST(WorkingTime, AGapOf100SecondsIsABreak) {
  WorkingTime working_time;
  EXPECT_EQ(working_time.add(std::vector{at(1000, 1), at(1100, 1)}).sums[0].sum_us, 0);
  EXPECT_EQ(working_time.add(std::vector{at(1199, 1)}).sums[0].sum_us, 99 * kSecondUs);
}

TEST(WorkingTime, GoesOnFromThePostBefore) {
  WorkingTime working_time;
  working_time.add(std::vector{at(1000, 1)});
  const WorkingTime::Batch batch = working_time.add(std::vector{at(1030, 2)});
  ASSERT_EQ(batch.sums.size(), 1u);
  EXPECT_EQ(batch.sums[0].place.job_id, 1u);
  EXPECT_EQ(batch.sums[0].sum_us, 30 * kSecondUs);
}

TEST(WorkingTime, TheDurationOfChangeFrameCounts) {
  WorkingTime working_time;
  EXPECT_EQ(working_time.add(std::vector{at(1000, 1, "change:frame", 2500)}).sums[0].sum_us, 2'500'000);
  EXPECT_EQ(working_time.add(std::vector{at(1200, 1, "draw:object", 2500)}).sums[0].sum_us, 0);
}

}  // namespace
}  // namespace retally::simulated
