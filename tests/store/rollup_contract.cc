// Where what is counted for a job is counted as well: in its task and project, wherever these go.
#include "contract.h"

namespace retally::support {

using ::testing::IsEmpty;

TEST_P(StoreContract, AJobCountsInItsTaskAndProject) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1), shapes(4, 7, 3, 1), shapes(8, 8, 4, 9)});
  EXPECT_EQ(created(job(5)), 1);
  EXPECT_EQ(created(task(2)), 3);
  EXPECT_EQ(created(task(3)), 4);
  EXPECT_EQ(created(project(1)), 7);
  EXPECT_EQ(created(project(9)), 8);
}

TEST_P(StoreContract, ATaskNeedNoProjectAndAJobNoTask) {
  apply({shapes(1, 5, 2, 0), shapes(2, 6, 0, 0)});
  EXPECT_EQ(created(task(2)), 1);
  EXPECT_EQ(created(job(6)), 2);
  EXPECT_EQ(store().read()->counts().projects, 0);
}

TEST_P(StoreContract, WhatCameBeforeTheTaskWasKnownIsCountedOnceItIs) {
  apply({shapes(1, 5, 0, 0)});
  apply({shapes(2, 5, 2, 0)});
  EXPECT_EQ(created(task(2)), 3);
  apply({{.time_ms = 5, .task = 2, .project = 1}});
  EXPECT_EQ(created(project(1)), 3);
}

TEST_P(StoreContract, AMovedTaskTakesItsHistoryAlong) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1), shapes(4, 7, 3, 1)});
  apply({{.time_ms = kDayMs, .task = 2, .project = 9}});
  EXPECT_EQ(created(project(1)), 4);
  EXPECT_EQ(created(project(9)), 3);
  EXPECT_EQ(resource(job(5)).project, 9);
}

TEST_P(StoreContract, AnEarlierEventDoesNotMoveATaskBack) {
  apply({shapes(1, 5, 2, 1, 3)});
  apply({shapes(2, 5, 2, 9, 2)});
  EXPECT_EQ(created(project(1)), 3);
  EXPECT_EQ(resource(task(2)).parent, 1);
  EXPECT_THAT(store().read()->rollup(project(9))->days, IsEmpty());
}

TEST_P(StoreContract, AJobMovesBetweenTasksOfTwoProjects) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 3, 9)});
  apply({{.time_ms = kDayMs, .job = 5, .task = 3, .project = 9}});
  EXPECT_EQ(created(task(2)), 0);
  EXPECT_EQ(created(project(1)), 0);
  EXPECT_EQ(created(task(3)), 3);
  EXPECT_EQ(created(project(9)), 3);
}

TEST_P(StoreContract, EverythingAtOnceMovesAndCounts) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1)});
  apply({{.time_ms = kDayMs, .task = 2, .project = 7}, removed(job(5), kDayMs), shapes(4, 5, 2, 7)});
  EXPECT_EQ(created(job(5)), 5);
  EXPECT_EQ(created(task(2)), 2);
  EXPECT_EQ(created(project(1)), 0);
  EXPECT_EQ(created(project(7)), 2);
}

TEST_P(StoreContract, OnlyJobsOfTypeAnnotationAreCountedAbove) {
  LogEvent truth = shapes(1, 5, 2, 1);
  truth.type = "ground_truth";
  LogEvent annotation = shapes(2, 6, 2, 1);
  annotation.type = "annotation";
  apply({truth, annotation});
  EXPECT_EQ(created(job(5)), 1);
  EXPECT_EQ(created(task(2)), 2);
  EXPECT_EQ(store().read()->summaries(project(1)).size(), 1U);
}

TEST_P(StoreContract, ATypeThatIsLearnedLateTakesTheJobOut) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1)});
  apply({{.time_ms = 1, .job = 5, .type = "consensus_replica"}});
  EXPECT_EQ(created(task(2)), 2);
  EXPECT_EQ(created(project(1)), 2);
  EXPECT_EQ(created(job(5)), 1);
}

TEST_P(StoreContract, ADeletedJobLeavesWhatIsAbove) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1)});
  apply({removed(job(5), kDayMs)});
  EXPECT_TRUE(resource(job(5)).deleted);
  EXPECT_EQ(created(task(2)), 2);
  EXPECT_EQ(created(project(1)), 2);
  EXPECT_EQ(created(job(5)), 1) << "kept, so that the deletion can be taken back";
}

TEST_P(StoreContract, ADeletedTaskLeavesItsProject) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 3, 1)});
  apply({removed(task(2), kDayMs)});
  EXPECT_TRUE(resource(task(2)).deleted);
  EXPECT_TRUE(resource(job(5)).deleted);
  EXPECT_EQ(created(project(1)), 2);
  EXPECT_EQ(created(task(2)), 1);
  EXPECT_EQ(store().read()->summaries(project(1)).size(), 1U);
}

TEST_P(StoreContract, ADeletedProjectTakesAllBelowAlong) {
  apply({shapes(1, 5, 2, 1)});
  apply({removed(project(1), kDayMs)});
  EXPECT_TRUE(resource(project(1)).deleted);
  EXPECT_TRUE(resource(task(2)).deleted);
  EXPECT_TRUE(resource(job(5)).deleted);
}

TEST_P(StoreContract, WhatComesAfterADeletionIsKeptButNotCountedAbove) {
  apply({removed(job(5), 10)});
  apply({shapes(1, 5, 2, 1)});
  EXPECT_EQ(created(job(5)), 1);
  EXPECT_EQ(created(project(1)), 0);
}

TEST_P(StoreContract, ADayThatCountsNothingAnyMoreIsGone) {
  apply({shapes(1, 5, 2, 1, 0), shapes(2, 6, 2, 1, 1)});
  apply({removed(job(5), kDayMs)});
  const auto reader = store().read();
  EXPECT_EQ(reader->rollup(project(1))->days.size(), 1U);
  EXPECT_EQ(reader->rollup(task(2))->days.size(), 1U);
}

TEST_P(StoreContract, RestoringTakesBackTheDeletionOfAllBelow) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 3, 1)});
  apply({removed(project(1), 10), removed(task(2), 10), removed(job(5), 10)});
  EXPECT_THAT(store().restore(project(1), TimePoint{Millis{20}}), ::testing::ElementsAre(project(1)));
  EXPECT_FALSE(resource(job(5)).deleted);
  EXPECT_EQ(created(project(1)), 3);
}

// The events of one deletion may come in any order, and an operator may be quicker than the last of them.
TEST_P(StoreContract, DeletionsBelowThatComeAfterRestoringAreTakenBackToo) {
  apply({shapes(1, 5, 2, 1)});
  apply({removed(project(1), 10)});
  store().restore(project(1), TimePoint{Millis{20}});
  apply({removed(task(2), 9), removed(job(5), 8)});
  EXPECT_FALSE(resource(job(5)).deleted);
  EXPECT_EQ(created(project(1)), 1);
  apply({removed(job(5), 30)});
  EXPECT_TRUE(resource(job(5)).deleted) << "that is another deletion";
}

TEST_P(StoreContract, RestoringLeavesWhatWasDeletedByItselfLongBefore) {
  apply({shapes(1, 5, 2, 1), shapes(2, 6, 2, 1), removed(job(5), 10)});
  apply({removed(project(1), kDayMs), removed(task(2), kDayMs - 50), removed(job(6), kDayMs - 100)});
  store().restore(project(1), TimePoint{Millis{2 * kDayMs}});
  EXPECT_FALSE(resource(job(6)).deleted);
  EXPECT_TRUE(resource(job(5)).deleted);
  EXPECT_EQ(created(project(1)), 2);
}

TEST_P(StoreContract, RestoringWhatIsNotDeletedLeavesWhatIsBelow) {
  apply({shapes(1, 5, 2, 1), removed(job(5), 10)});
  EXPECT_THAT(store().restore(project(1), TimePoint{Millis{20}}), IsEmpty());
  EXPECT_TRUE(resource(job(5)).deleted);
}

TEST_P(StoreContract, RestoringAJobOnlyTakesBackItsOwnDeletion) {
  apply({shapes(1, 5, 2, 1), removed(task(2), 10), removed(job(5), 10)});
  EXPECT_THAT(store().restore(job(5), TimePoint{Millis{20}}), ::testing::ElementsAre(project(1)));
  EXPECT_TRUE(resource(job(5)).deleted) << "it is in a deleted task";
  EXPECT_EQ(created(task(2)), 1);
  EXPECT_EQ(created(project(1)), 0);
}

TEST_P(StoreContract, AnEarlierDeletionThatComesLateIsTakenBackToo) {
  apply({shapes(1, 5, 2, 1), removed(job(5), 10)});
  store().restore(job(5), TimePoint{Millis{20}});
  apply({removed(job(5), 15)});
  EXPECT_FALSE(resource(job(5)).deleted);
  apply({removed(job(5), 25)});
  EXPECT_TRUE(resource(job(5)).deleted);
}

TEST_P(StoreContract, ADeletionDatedInTheFutureCanBeTakenBack) {
  apply({shapes(1, 5, 2, 1), removed(job(5), 1000)});
  store().restore(job(5), TimePoint{Millis{20}});
  EXPECT_FALSE(resource(job(5)).deleted);
}

TEST_P(StoreContract, RestoringWhatIsNotDeletedChangesNothing) {
  apply({shapes(1, 5, 2, 1)});
  EXPECT_THAT(store().restore(project(1), TimePoint{Millis{20}}), IsEmpty());
}

TEST_P(StoreContract, RestoringWhatIsNotKnownIsNotFound) {
  try {
    store().restore(project(1), TimePoint{});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found);
  }
}

TEST_P(StoreContract, FactsWinOverEvents) {
  apply({shapes(1, 5, 2, 1)});
  store().put_job_facts(
      {.job = 5, .task = 3, .project = 9, .type = "annotation", .updated = TimePoint{Millis{7}}});
  apply({shapes(2, 5, 2, 1, 100)});
  EXPECT_EQ(resource(job(5)).parent, 3);
  EXPECT_EQ(created(project(9)), 3);
  EXPECT_EQ(created(project(1)), 0);
  EXPECT_EQ(store().read()->job(5)->updated, TimePoint{Millis{7}});
}

TEST_P(StoreContract, LaterFactsWinOverEarlierOnes) {
  store().put_job_facts({.job = 5, .task = 3, .type = "ground_truth"});
  store().put_job_facts({.job = 5, .task = 2});
  EXPECT_EQ(resource(job(5)).parent, 2);
  EXPECT_EQ(resource(job(5)).type, "ground_truth");
}

TEST_P(StoreContract, AFactCanTakeATaskOutOfItsProject) {
  apply({shapes(1, 5, 2, 1)});
  EXPECT_THAT(store().put_job_facts({.job = 5, .project = 0}), ::testing::ElementsAre(task(2), project(1)));
  EXPECT_EQ(resource(task(2)).parent, 0);
  EXPECT_EQ(created(project(1)), 0);
}

TEST_P(StoreContract, FactsThatCannotBeKeptAreRefused) {
  EXPECT_THROW(store().put_job_facts({.job = 5, .project = 1}), Error) << "a project, but of which task?";
  EXPECT_THROW(store().put_job_facts({.job = 0}), Error);
  EXPECT_THROW(store().put_job_facts({.job = 5, .task = -1}), Error);
  EXPECT_THROW(store().put_annotations(0, {}), Error);
  EXPECT_EQ(store().read()->counts().jobs, 0);
}

}  // namespace retally::support
