#include "ingest/collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/changes.h"

namespace retally {
namespace {

using ::testing::HasSubstr;

constexpr TimePoint kNoon{Millis{support::kNoon}};

Event event_at(TimePoint time) {
  Event event;
  event.scope = "create:shapes";
  event.job_id = 11;
  event.count = 5;
  event.hash = 42;
  event.time_ms = time.time_since_epoch().count();
  return event;
}

TEST(Collector, RejectsWhatIsTooOldAndCountsNothingOfIt) {
  Collector collector("file", kNoon, kNoon);
  collector.on_event(event_at(kNoon - Millis(1)), 1);
  collector.on_event(event_at(kNoon), 2);
  EXPECT_EQ(collector.events(), 2U);
  const ChangeSet set = collector.take();
  EXPECT_EQ(set.rejected, 1U);
  ASSERT_EQ(set.rejects.size(), 1U);
  EXPECT_EQ(set.rejects[0].line, 1U);
  EXPECT_THAT(set.rejects[0].reason, HasSubstr("from before 2024-06-10 12:00:00 UTC"));
  EXPECT_EQ(set.changes.size(), 1U);
}

TEST(Collector, KeepsTheFirstOfManyRejectsAndCountsThemAll) {
  Collector collector("file", kNoon, kNoon);
  constexpr std::uint64_t kBad = Collector::kKeptRejects + 10;
  for (std::uint64_t line = 1; line <= kBad; ++line) collector.on_bad({"no object", "0"}, line);
  EXPECT_EQ(collector.events(), kBad);
  EXPECT_EQ(collector.rejected(), kBad);
  const ChangeSet set = collector.take();
  EXPECT_EQ(set.rejected, kBad);
  ASSERT_EQ(set.rejects.size(), Collector::kKeptRejects);
  EXPECT_EQ(set.rejects.back().line, Collector::kKeptRejects);
  EXPECT_EQ(collector.rejected(), 0U) << "the next batch begins anew";
}

}  // namespace
}  // namespace retally
