#include "ingest/forgetter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "tests/support/changes.h"
#include "tests/support/faulty_store.h"

namespace retally {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kDayMs = 86'400'000;

struct ForgetterTest : ::testing::Test {
  // A store with an event on each of the last ten days.
  ForgetterTest() {
    for (std::int64_t days = 0; days < 10; ++days)
      ingest.apply(support::Changes().create(11, 1, support::kNoon - days * kDayMs).take(), 1);
  }

  std::int64_t remembered() { return disk->read()->counts().events; }

  ManualClock clock{TimePoint{Millis{support::kNoon}}};
  std::unique_ptr<Store> disk = open_store("sqlite::memory:");
  support::FaultyStore store{*disk};
  std::unique_ptr<Schedule> schedule = make_memory_schedule({}, clock);
  prometheus::Registry metrics;
  Ingest ingest{store, *schedule, metrics};
};

TEST_F(ForgetterTest, RefusesThenForgets) {
  Forgetter forgetter(store, ingest, clock, metrics, {.after = std::chrono::days(4), .chunk = 2});
  EXPECT_EQ(ingest.horizon(), TimePoint::min());
  EXPECT_EQ(forgetter.step(), 0U);
  const TimePoint horizon = clock.now() - std::chrono::days(4);
  EXPECT_EQ(ingest.horizon(), horizon);
  clock.advance(kRefusedFirst);
  ingest.apply(support::Changes().create(11, 1, support::kNoon + kRefusedFirst.count()).take(), 1);
  EXPECT_EQ(forgetter.step(), 5U) << "all of them, a chunk after the other";
  EXPECT_EQ(remembered(), 6);
  EXPECT_EQ(ingest.horizon(), horizon + kRefusedFirst);
  EXPECT_THAT(prometheus::TextSerializer().Serialize(metrics.Collect()),
              HasSubstr("retally_forgotten_events_total 5"));
}

TEST_F(ForgetterTest, AClockThatIsYearsAheadRefusesNothingNew) {
  clock.advance(std::chrono::days(3650));
  Forgetter forgetter(store, ingest, clock, metrics, {.after = std::chrono::days(4)});
  forgetter.step();
  EXPECT_EQ(ingest.horizon(), TimePoint(Millis(support::kNoon)) - std::chrono::days(4));
}

TEST_F(ForgetterTest, AnEventOfTheFutureForgetsNoMoreThanTheClock) {
  ingest.apply(support::Changes().create(11, 1, support::kNoon + 1000 * kDayMs).take(), 1);
  Forgetter forgetter(store, ingest, clock, metrics, {.after = std::chrono::days(4)});
  forgetter.step();
  EXPECT_EQ(ingest.horizon(), clock.now() - std::chrono::days(4));
}

TEST_F(ForgetterTest, RemembersForEverByDefault) {
  Forgetter forgetter(store, ingest, clock, metrics);
  for (int year = 0; year < 10; ++year) {
    clock.advance(std::chrono::days(365));
    EXPECT_EQ(forgetter.step(), 0U);
  }
  EXPECT_EQ(remembered(), 10);
  EXPECT_EQ(ingest.horizon(), TimePoint::min());
}

TEST_F(ForgetterTest, KnowsFromTheStartWhatAnotherNodeForgets) {
  const TimePoint horizon = clock.now() - std::chrono::days(2);
  disk->forget(horizon, clock.now(), 1);
  Forgetter forgetter(store, ingest, clock, metrics);
  EXPECT_EQ(ingest.horizon(), horizon);
  disk->forget(horizon + std::chrono::days(1), clock.now() + kRefusedFirst, 1);
  forgetter.step();
  EXPECT_EQ(ingest.horizon(), horizon + std::chrono::days(1));
}

TEST_F(ForgetterTest, StepsOnABeatAndGoesOnAfterAnError) {
  Forgetter forgetter(store, ingest, clock, metrics, {.after = std::chrono::days(4)});
  store.broken = true;
  forgetter.start();
  clock.await_waiters(1);
  EXPECT_EQ(ingest.horizon(), TimePoint::min());
  store.broken = false;
  ingest.apply(support::Changes().create(11, 1, support::kNoon + Forgetter::kBeat.count()).take(), 1);
  clock.advance(Forgetter::kBeat);
  clock.await_waiters(1);
  EXPECT_EQ(ingest.horizon(), clock.now() - std::chrono::days(4));
}

}  // namespace
}  // namespace retally
