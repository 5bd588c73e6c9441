// Which events were counted is forgotten, but not what they counted.
#include "contract.h"

namespace retally::support {

namespace {

constexpr std::size_t kAll = 1000;

TimePoint day(std::int64_t number) {
  return TimePoint{Millis{number * kDayMs}};
}

// An event a day, from day 0 on.
std::vector<LogEvent> days(std::int64_t count) {
  std::vector<LogEvent> events;
  for (std::int64_t day = 0; day < count; ++day) events.push_back(shapes(1, 5, 2, 1, day));
  return events;
}

// All that is known, but for how many identities there are, which is the last line.
std::string facts(Store& store) {
  const std::string text = dump(store);
  return text.substr(0, text.rfind('\n', text.size() - 2));
}

std::int64_t identities(Store& store) {
  return store.read()->counts().events;
}

// Moves the horizon, and deletes what it allows an hour later.
std::size_t forget(Store& store, TimePoint before, TimePoint now, std::size_t limit = kAll) {
  store.forget(before, now, 0);
  return store.forget(before, now + kRefusedFirst, limit);
}

}  // namespace

TEST_P(StoreContract, ForgetsNothingUnlessAsked) {
  apply(days(4));
  EXPECT_EQ(store().read()->forgotten_before(), TimePoint::min());
  EXPECT_EQ(apply(days(4)).applied[0].known, 4U);
}

TEST_P(StoreContract, ForgetsWhatIsOldAndNothingElse) {
  apply(days(10));
  const std::string before = facts(store());
  EXPECT_EQ(forget(store(), day(4), day(50)), 4U);
  EXPECT_EQ(store().read()->forgotten_before(), day(4));
  EXPECT_EQ(identities(store()), 6);
  EXPECT_EQ(facts(store()), before) << "what they counted stays";

  const std::vector<LogEvent> all = days(10);
  const Store::Result again = apply({all.begin() + 4, all.end()});
  EXPECT_EQ(again.applied[0].known, 6U);
  EXPECT_EQ(created(project(1)), 10);
}

TEST_P(StoreContract, ForgetsInChunksTheOldestFirst) {
  apply(days(10));
  EXPECT_EQ(forget(store(), day(8), day(50), 3), 3U);
  EXPECT_EQ(identities(store()), 7);
  const std::vector<LogEvent> all = days(10);
  EXPECT_EQ(apply({all.begin() + 3, all.end()}).applied[0].known, 7U);
  const TimePoint now = day(50) + kRefusedFirst;
  EXPECT_EQ(store().forget(day(8), now, 3), 3U);
  EXPECT_EQ(store().forget(day(8), now, 3), 2U);
  EXPECT_EQ(store().forget(day(8), now, 3), 0U);
  EXPECT_EQ(identities(store()), 2);
  EXPECT_EQ(apply({all.begin() + 8, all.end()}).applied[0].known, 2U);
}

// The event of the horizon's very moment is remembered.
TEST_P(StoreContract, TheHorizonItselfIsNotForgotten) {
  const LogEvent event = shapes(1, 5, 2, 1);
  apply({event});
  EXPECT_EQ(forget(store(), TimePoint{Millis{event.time_ms}}, day(50)), 0U);
  EXPECT_EQ(apply({event}).applied[0].known, 1U);
}

TEST_P(StoreContract, RefusesForAnHourBeforeItDeletes) {
  apply(days(10));
  const TimePoint now = day(50);
  EXPECT_EQ(store().forget(day(4), now, kAll), 0U);
  EXPECT_EQ(store().read()->forgotten_before(), day(4)) << "refused at once";
  EXPECT_EQ(store().forget(day(4), now + kRefusedFirst - Millis(1), kAll), 0U);
  EXPECT_EQ(apply(days(10)).applied[0].known, 10U) << "a batch that was on its way";
  EXPECT_EQ(store().forget(day(6), now + kRefusedFirst, kAll), 4U);
  EXPECT_EQ(store().read()->forgotten_before(), day(6));
  EXPECT_EQ(store().forget(day(6), now + 2 * kRefusedFirst, kAll), 2U);
}

TEST_P(StoreContract, WhatIsRefusedStaysSo) {
  apply(days(10));
  forget(store(), day(4), day(50));
  EXPECT_EQ(forget(store(), day(1), day(51)), 0U);
  EXPECT_EQ(store().read()->forgotten_before(), day(4));
}

// As a node with a wrong clock may have been among others.
TEST_P(StoreContract, AHorizonThatAClockAheadHasMovedMovesOn) {
  apply(days(10));
  EXPECT_EQ(store().forget(day(4), day(5000), kAll), 0U);
  EXPECT_EQ(store().forget(day(6), day(50), kAll), 0U);
  EXPECT_EQ(store().read()->forgotten_before(), day(4)) << "the hour begins anew";
  EXPECT_EQ(store().forget(day(6), day(50) + kRefusedFirst, kAll), 4U);
  EXPECT_EQ(store().read()->forgotten_before(), day(6));
}

TEST_P(StoreContract, TellsTheLatestEvent) {
  EXPECT_EQ(store().read()->latest_event(), std::nullopt);
  apply(days(3));
  EXPECT_EQ(store().read()->latest_event(), TimePoint{Millis{days(3).back().time_ms}});
}

TEST_P(StoreContract, DoesNotCountAnEventAgainWhoseIdentityIsGone) {
  apply(days(10));
  forget(store(), day(4), day(50));
  const std::string before = dump(store());
  EXPECT_THROW(apply(days(10)), Error);
  EXPECT_EQ(dump(store()), before) << "nothing of the batch is applied";
}

}  // namespace retally::support
