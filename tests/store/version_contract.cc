// When a version grows, what is stale, and which roots have to be touched.
#include "contract.h"

namespace retally::support {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StoreContract, AChangeGrowsTheJobAndAllAboveByOne) {
  EXPECT_THAT(apply({shapes(1, 5, 2, 1), shapes(2, 5, 2, 1)}).touched, ElementsAre(project(1)));
  for (const ResourceId id : {job(5), task(2), project(1)}) EXPECT_EQ(version(id), 1) << target_of(id);
  apply({shapes(3, 6, 2, 1)});
  EXPECT_EQ(version(job(5)), 1);
  EXPECT_EQ(version(task(2)), 2);
  EXPECT_EQ(version(project(1)), 2);
}

TEST_P(StoreContract, TheRootIsTheProjectOrTheTaskOrTheJobItself) {
  EXPECT_THAT(apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 0), shapes(1, 7, 0, 0)}).touched,
              ElementsAre(job(7), task(3), project(1)));
  const auto reader = store().read();
  EXPECT_EQ(reader->root(job(5)), project(1));
  EXPECT_EQ(reader->root(task(2)), project(1));
  EXPECT_EQ(reader->root(project(1)), project(1));
  EXPECT_EQ(reader->root(job(6)), task(3));
  EXPECT_EQ(reader->root(job(7)), job(7));
  EXPECT_EQ(reader->root(job(99)), std::nullopt);
}

TEST_P(StoreContract, WhatIsKnownAlreadyGrowsNothing) {
  const std::vector<LogEvent> events = {
      shapes(1, 5, 2, 1),
      state("in progress", 5, 10),
      {.time_ms = 11, .job = 5, .task = 2, .project = 1, .type = "annotation", .name = ""},
      {.time_ms = 12, .task = 2, .project = 1, .name = "t"},
      removed(job(6), 10)};
  apply(events);
  const std::int64_t before = version(project(1));
  EXPECT_THAT(apply(events).touched, IsEmpty());
  EXPECT_EQ(version(project(1)), before);
}

TEST_P(StoreContract, AMoveGrowsTheOldAndTheNewProject) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 9)});
  EXPECT_THAT(apply({{.time_ms = kDayMs, .task = 2, .project = 9}}).touched,
              ElementsAre(project(1), project(9)));
  EXPECT_THAT(apply({{.time_ms = kDayMs, .job = 6, .task = 2}}).touched, ElementsAre(project(9)));
}

TEST_P(StoreContract, ARootThatGetsAParentIsNoLongerTouched) {
  apply({shapes(1, 5, 2, 0)});
  EXPECT_THAT(apply({{.time_ms = kDayMs, .task = 2, .project = 1}}).touched, ElementsAre(project(1)));
}

TEST_P(StoreContract, ADeletedRootIsNotTouchedButTheProjectAboveADeletedTaskIs) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 0)});
  EXPECT_THAT(apply({removed(task(3), 10)}).touched, IsEmpty());
  EXPECT_THAT(apply({removed(task(2), 10)}).touched, ElementsAre(project(1)));
  EXPECT_THAT(apply({removed(project(1), 10)}).touched, IsEmpty());
  EXPECT_THAT(apply({shapes(2, 5, 2, 1)}).touched, IsEmpty());
}

TEST_P(StoreContract, ANameOrATypeOrAStateGrows) {
  apply({shapes(1, 5, 2, 1)});
  EXPECT_THAT(apply({{.time_ms = 1, .task = 2, .name = "new"}}).touched, ElementsAre(project(1)));
  EXPECT_THAT(apply({{.time_ms = 2, .task = 2, .name = "new"}}).touched, IsEmpty()) << "no news";
  EXPECT_THAT(apply({state("completed", 5, 10)}).touched, ElementsAre(project(1)));
  EXPECT_THAT(apply({{.time_ms = 1, .job = 5, .type = "ground_truth"}}).touched, ElementsAre(project(1)));
}

TEST_P(StoreContract, ALastEventGrowsOnlyAJobThatIsOpen) {
  const auto heard_at = [](std::int64_t time_ms) {
    return LogEvent{.time_ms = time_ms, .sighting_only = true, .job = 5};
  };
  apply({shapes(1, 5, 2, 1)});
  EXPECT_THAT(apply({heard_at(5000)}).touched, IsEmpty());
  EXPECT_EQ(store().read()->job(5)->last_event_ms, 5000);

  apply({state("in progress", 5, 2000)});
  EXPECT_THAT(apply({heard_at(6000)}).touched, ElementsAre(project(1)));
  EXPECT_THAT(apply({heard_at(5500)}).touched, IsEmpty()) << "not the last one";

  apply({state("completed", 5, 7000)});
  EXPECT_THAT(apply({heard_at(8000)}).touched, IsEmpty());
  apply({state("in progress", 5, 9000)});
  store().put_job_facts({.job = 5, .updated = TimePoint{Millis{9500}}});
  EXPECT_THAT(apply({heard_at(9900)}).touched, IsEmpty()) << "CVAT's own time is taken";
}

TEST_P(StoreContract, AFactGrowsWhenItSaysSomethingNew) {
  apply({shapes(1, 5, 2, 1)});
  const JobFacts facts{
      .job = 5, .task = 2, .project = 1, .type = "annotation", .updated = TimePoint{Millis{7}}};
  EXPECT_THAT(store().put_job_facts(facts), ElementsAre(project(1)));
  EXPECT_THAT(store().put_job_facts(facts), IsEmpty());
}

TEST_P(StoreContract, AnAnnotationCountGrowsWhenItDiffers) {
  apply({shapes(1, 5, 2, 1)});
  AnnotationCount count{.tags = 1, .shapes = 2, .track_frames = 3, .start_frame = 4, .stop_frame = 5};
  EXPECT_THAT(store().put_annotations(5, count), ElementsAre(project(1)));
  count.received = TimePoint{Millis{77}};
  EXPECT_THAT(store().put_annotations(5, count), IsEmpty());
  EXPECT_EQ(store().read()->job(5)->annotations, count);
  count.tags = 9;
  EXPECT_THAT(store().put_annotations(5, count), ElementsAre(project(1)));
}

TEST_P(StoreContract, EverythingIsStaleUntilItHasItsReport) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 2, 1), shapes(1, 7, 3, 1)});
  EXPECT_THAT(store().read()->stale_below(project(1)),
              ElementsAre(job(5), job(6), job(7), task(2), task(3), project(1)));
  EXPECT_THAT(store().read()->stale_below(task(2)), ElementsAre(job(5), job(6), task(2)));
  EXPECT_THAT(store().read()->stale_below(job(5)), ElementsAre(job(5)));
  for (const ResourceId id : store().read()->stale_below(project(1))) save_report(id);
  EXPECT_THAT(store().read()->stale_below(project(1)), IsEmpty());
  EXPECT_THAT(store().read()->stale_roots({}, 10), IsEmpty());

  apply({shapes(2, 7, 3, 1)});
  EXPECT_THAT(store().read()->stale_below(project(1)), ElementsAre(job(7), task(3), project(1)));
  EXPECT_THAT(store().read()->stale_below(task(2)), IsEmpty());
  EXPECT_THAT(store().read()->stale_below(project(99)), IsEmpty());
}

TEST_P(StoreContract, WhatIsDeletedIsNotStale) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 2, 1), shapes(1, 7, 3, 1), removed(job(5), 10),
         removed(task(3), 10)});
  EXPECT_THAT(store().read()->stale_below(project(1)), ElementsAre(job(6), task(2), project(1)));
  EXPECT_THAT(store().read()->stale_below(task(3)), IsEmpty());
  apply({removed(project(1), 10)});
  EXPECT_THAT(store().read()->stale_below(project(1)), IsEmpty());
  EXPECT_THAT(store().read()->stale_below(job(6)), IsEmpty());
  EXPECT_THAT(store().read()->stale_roots({}, 10), IsEmpty());
}

TEST_P(StoreContract, WhatGrewWhileDeletedIsStaleWhenRestored) {
  apply({shapes(1, 5, 2, 1)});
  for (const ResourceId id : store().read()->stale_below(project(1))) save_report(id);
  apply({removed(task(2), 10)});
  save_report(project(1));
  apply({shapes(2, 5, 2, 1)});
  store().restore(task(2), TimePoint{Millis{20}});
  EXPECT_THAT(store().read()->stale_below(project(1)), ElementsAre(job(5), task(2), project(1)));
}

TEST_P(StoreContract, StaleRootsComeInPages) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 9), shapes(1, 7, 4, 0), shapes(1, 8, 0, 0)});
  const auto reader = store().read();
  EXPECT_THAT(reader->stale_roots({}, 10), ElementsAre(job(8), task(4), project(1), project(9)));
  EXPECT_THAT(reader->stale_roots({}, 2), ElementsAre(job(8), task(4)));
  EXPECT_THAT(reader->stale_roots(task(4), 10), ElementsAre(project(1), project(9)));
  EXPECT_THAT(reader->stale_roots(project(9), 10), IsEmpty());
}

TEST_P(StoreContract, SeveralSetsGrowAVersionOnce) {
  const ChangeSet one = set_of({shapes(1, 5, 2, 1)});
  const ChangeSet two = set_of({shapes(2, 5, 2, 1), shapes(2, 6, 3, 9)});
  const ChangeSet* const sets[] = {&one, &two};
  EXPECT_THAT(store().apply(sets).touched, ElementsAre(project(1), project(9)));
  EXPECT_EQ(version(project(1)), 1);
}

}  // namespace retally::support
