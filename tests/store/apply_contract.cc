// What changes and sightings do.
#include "contract.h"

namespace retally::support {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {
constexpr Day kFirstDay{std::chrono::days{0}};
constexpr Day kSecondDay{std::chrono::days{1}};
}  // namespace

TEST_P(StoreContract, CountsAnEventOnceHoweverOftenItComes) {
  const std::vector<LogEvent> events = {shapes(3, 5, 2, 1), shapes(4, 5, 2, 1), shapes(3, 5, 2, 1)};
  const Store::Result first = apply(events);
  EXPECT_EQ(first.applied[0].fresh, 2U);
  EXPECT_EQ(first.applied[0].known, 1U);
  const Store::Result again = apply(events);
  EXPECT_EQ(again.applied[0].fresh, 0U);
  EXPECT_EQ(again.applied[0].known, 3U);
  EXPECT_EQ(created(job(5)), 7);
  EXPECT_EQ(created(project(1)), 7);
  EXPECT_EQ(store().read()->counts().events, 2);
}

TEST_P(StoreContract, CountsAnEventForTheFirstOfTheSetsThatBringIt) {
  const ChangeSet one = set_of({shapes(3, 5, 2, 1)});
  const ChangeSet two = set_of({shapes(3, 5, 2, 1), shapes(4, 5, 2, 1)});
  const ChangeSet* const sets[] = {&one, &two};
  const Store::Result result = store().apply(sets);
  ASSERT_EQ(result.applied.size(), 2U);
  EXPECT_EQ(result.applied[0].fresh, 1U);
  EXPECT_EQ(result.applied[1].fresh, 1U);
  EXPECT_EQ(result.applied[1].known, 1U);
  EXPECT_EQ(created(job(5)), 7);
}

TEST_P(StoreContract, TellsEventsOfTheSameTimeApart) {
  ChangeSet set;
  add(set, shapes(3, 5, 2, 1));
  add(set, shapes(3, 5, 2, 1));
  set.changes[1].identity.hash = UINT64_MAX;
  const ChangeSet* const sets[] = {&set};
  EXPECT_EQ(store().apply(sets).applied[0].fresh, 2U);
  EXPECT_EQ(store().apply(sets).applied[0].known, 2U);
}

TEST_P(StoreContract, AnEmptySetIsFine) {
  const ChangeSet set;
  const ChangeSet* const sets[] = {&set};
  const Store::Result result = store().apply(sets);
  EXPECT_EQ(result.applied.size(), 1U);
  EXPECT_THAT(result.touched, IsEmpty());
  EXPECT_THAT(store().apply({}).applied, IsEmpty());
}

TEST_P(StoreContract, KeepsEveryCountOfADay) {
  std::vector<LogEvent> events;
  Tally expected;
  std::int64_t count = 0;
  for (const Action action : {Action::create, Action::update, Action::remove}) {
    for (const ObjectKind object : {ObjectKind::tag, ObjectKind::shape, ObjectKind::track}) {
      LogEvent event = shapes(++count, 5, 2, 1);
      event.action = action;
      event.object = object;
      event.working_ms = 10;
      events.push_back(event);
      expected.objects[static_cast<std::size_t>(action)][static_cast<std::size_t>(object)] = count;
      expected.events[static_cast<std::size_t>(action)] += 1;
      expected.working_ms += 10;
    }
  }
  apply(events);
  const auto reader = store().read();
  EXPECT_THAT(reader->job(5)->days, ElementsAre(DayTally{kFirstDay, expected}));
  EXPECT_THAT(reader->rollup(task(2))->days, ElementsAre(DayTally{kFirstDay, expected}));
  EXPECT_THAT(reader->rollup(project(1))->days, ElementsAre(DayTally{kFirstDay, expected}));
}

TEST_P(StoreContract, ListsADayOnWhichAnEventCountedNothing) {
  apply({shapes(0, 5, 2, 1)});
  const auto days = store().read()->job(5)->days;
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].tally.events[0], 1);
}

TEST_P(StoreContract, DaysAreOfUtcAndBeginAtMidnight) {
  LogEvent last = shapes(1, 5, 2, 1);
  last.time_ms = kDayMs - 1;
  LogEvent first = shapes(2, 5, 2, 1);
  first.time_ms = kDayMs;
  LogEvent before = shapes(4, 5, 2, 1);
  before.time_ms = -1;
  apply({last, first, before});
  const auto days = store().read()->job(5)->days;
  ASSERT_EQ(days.size(), 3U);
  EXPECT_EQ(days[0].day, kFirstDay - std::chrono::days{1});
  EXPECT_EQ(days[1].day, kFirstDay);
  EXPECT_EQ(days[2].day, kSecondDay);
}

TEST_P(StoreContract, KeepsAnnotatorsApartAndAddsThemUpForADay) {
  apply({shapes(1, 5, 2, 1, 0, 7), shapes(2, 5, 2, 1, 0, 8), shapes(4, 6, 2, 1, 1, 7),
         shapes(8, 6, 2, 1, 0, 0)});
  const auto reader = store().read();
  const auto days = reader->user_days(project(1), Day::min(), Day::max());
  ASSERT_EQ(days.size(), 4U);
  EXPECT_EQ(days[0].user, 0);
  EXPECT_EQ(days[1].user, 7);
  EXPECT_EQ(days[1].day, kFirstDay);
  EXPECT_EQ(days[2].user, 7);
  EXPECT_EQ(days[2].day, kSecondDay);
  EXPECT_EQ(days[3].user, 8);
  EXPECT_EQ(reader->user_days(project(1), kSecondDay, kSecondDay).size(), 1U);
  EXPECT_EQ(reader->rollup(project(1))->days[0].tally.total(Action::create), 11);
}

TEST_P(StoreContract, WorkingTimeOfNoJobIsToldAsNewAndCountedNowhere) {
  const LogEvent event{.time_ms = 1, .kind = ChangeKind::time, .user = 7, .working_ms = 500};
  EXPECT_EQ(apply({event}).applied[0].fresh, 1U);
  EXPECT_EQ(apply({event}).applied[0].known, 1U);
  EXPECT_EQ(store().read()->counts().jobs, 0);
}

TEST_P(StoreContract, KeepsStatesByTimeThenByState) {
  apply({state("completed", 5, 30), state("in progress", 5, 10), state("in progress", 5, 30)});
  const auto states = store().read()->job(5)->states;
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(states[0].time_ms, 10);
  EXPECT_EQ(states[1].state, "completed");
  EXPECT_EQ(states[2].state, "in progress");
}

TEST_P(StoreContract, TheLatestNameWinsInAnyOrder) {
  apply({{.time_ms = 20, .project = 1, .name = "later"}});
  apply({{.time_ms = 10, .project = 1, .name = "earlier"}});
  EXPECT_EQ(resource(project(1)).name, "later");
  apply({{.time_ms = 20, .project = 1, .name = "later still"}});
  apply({{.time_ms = 20, .project = 1, .name = "alike"}});
  EXPECT_EQ(resource(project(1)).name, "later still") << "of two at the same time, the greater";
}

TEST_P(StoreContract, AKnownEventIsStillSeen) {
  const LogEvent event{.time_ms = 5, .job = 5, .task = 2};
  ChangeSet bare = set_of({event});
  bare.resources.clear();
  const ChangeSet* const sets[] = {&bare};
  store().apply(sets);
  EXPECT_EQ(apply({event}).applied[0].known, 1U);
  EXPECT_EQ(resource(job(5)).parent, 2);
}

TEST_P(StoreContract, KeepsTextsAsTheyAre) {
  const std::string name = "кот \xF0\x9F\x90\x88 100%_\\'\"; DROP TABLE event; --";
  apply({{.time_ms = 1, .project = 1, .user = 7, .name = name, .user_name = name}});
  EXPECT_EQ(resource(project(1)).name, name);
  const std::int64_t users[] = {7, 8};
  const auto names = store().read()->user_names(users);
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].user, 7);
  EXPECT_EQ(names[0].name, name);
}

TEST_P(StoreContract, TheLatestUserNameWins) {
  apply({{.time_ms = 20, .job = 5, .user = 7, .user_name = "new"}});
  apply({{.time_ms = 10, .job = 5, .user = 7, .user_name = "old"}});
  const std::int64_t users[] = {7};
  EXPECT_EQ(store().read()->user_names(users)[0].name, "new");
}

TEST_P(StoreContract, KeepsRejectsLatestFirst) {
  ChangeSet set;
  set.rejects = {{10, "a.csv", 3, "no timestamp", "{}"}, {20, "127.0.0.1", 1, "no scope", "[]"}};
  const ChangeSet* const sets[] = {&set};
  store().apply(sets);
  const auto rejects = store().read()->rejects(0, 10);
  ASSERT_EQ(rejects.size(), 2U);
  EXPECT_EQ(rejects[0].source, "127.0.0.1");
  EXPECT_EQ(rejects[1].line, 3U);
  EXPECT_EQ(rejects[1].reason, "no timestamp");
  EXPECT_EQ(store().read()->rejects(1, 10).size(), 1U);
}

TEST_P(StoreContract, DropsTheOldestRejectsPastTenThousand) {
  ChangeSet set;
  for (std::uint64_t line = 1; line <= 10'500; ++line) set.rejects.push_back({0, "file", line, "why", "x"});
  const ChangeSet* const sets[] = {&set};
  store().apply(sets);
  const auto reader = store().read();
  EXPECT_EQ(reader->counts().rejects, 10'000);
  EXPECT_EQ(reader->rejects(0, 1)[0].line, 10'500U);
  EXPECT_EQ(reader->rejects(9'999, 1)[0].line, 501U);
}

TEST_P(StoreContract, ASumThatWouldLeave64BitsIsRefusedAsSuch) {
  LogEvent most = shapes(1, 5, 2, 1);
  most.count = INT64_MAX;
  apply({most});
  const std::string before = dump(store());
  try {
    apply({shapes(2, 5, 2, 1)});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input) << error.what();
  }
  EXPECT_EQ(dump(store()), before);
}

TEST_P(StoreContract, AReaderStaysAtItsMoment) {
  apply({shapes(1, 5, 2, 1)});
  const auto before = store().read();
  apply({shapes(2, 5, 2, 1)});
  EXPECT_EQ(before->rollup(project(1))->days[0].tally.total(Action::create), 1);
  EXPECT_EQ(created(project(1)), 3);
  EXPECT_EQ(before->counts().events, 1);
}

}  // namespace retally::support
