#include "ingest/ingest.h"

#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <atomic>
#include <latch>
#include <thread>

#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "tests/support/changes.h"
#include "tests/support/faulty_store.h"

namespace retally {
namespace {

using support::Changes;
using support::FaultyStore;

struct IngestTest : ::testing::Test {
  ManualClock clock{TimePoint{Millis{support::kNoon}}};
  std::unique_ptr<Store> disk = open_store("sqlite::memory:");
  FaultyStore store{*disk};
  std::unique_ptr<Schedule> schedule = make_memory_schedule({}, clock);
  prometheus::Registry metrics;
};

TEST_F(IngestTest, AppliesThenTouchesThenAnswers) {
  Ingest ingest(store, *schedule, metrics);
  std::latch answered(1);
  bool pending = false;
  ingest.submit(Changes().place(11, 7, 3).create(11, 5).take(), 1, [&](const IngestResult& result) {
    EXPECT_FALSE(result.error);
    EXPECT_EQ(result.applied.fresh, 1u);
    pending = schedule->due("project:3").has_value();
    answered.count_down();
  });
  answered.wait();
  EXPECT_TRUE(pending) << "the touch comes before the answer";
  EXPECT_EQ(disk->read()->job(11)->days.at(0).tally.total(Action::create), 5);
}

TEST_F(IngestTest, CountsABatchThatComesAgainAsKnown) {
  Ingest ingest(store, *schedule, metrics);
  const ChangeSet set = Changes().place(11, 7, 3).create(11, 5).take();
  EXPECT_EQ(ingest.apply(set, 1).fresh, 1u);
  const Applied again = ingest.apply(set, 1);
  EXPECT_EQ(again.fresh, 0u);
  EXPECT_EQ(again.known, 1u);
}

TEST_F(IngestTest, AnswersEveryBatchOfManyThreadsOnce) {
  constexpr int kThreads = 8;
  constexpr int kBatches = 50;
  std::atomic<int> answers = 0;
  {
    Ingest ingest(store, *schedule, metrics);
    std::vector<std::jthread> senders;
    for (int thread = 0; thread < kThreads; ++thread) {
      std::vector<ChangeSet> sets;
      for (int i = 0; i < kBatches; ++i) sets.push_back(Changes().place(11, 7, 3).create(11, 1).take());
      senders.emplace_back([&, sets = std::move(sets)]() mutable {
        for (ChangeSet& set : sets) {
          ingest.submit(std::move(set), 1,
                        [&](const IngestResult& result) { answers += result.error ? 1000 : 1; });
        }
      });
    }
  }  // what is queued is committed before it ends
  EXPECT_EQ(answers, kThreads * kBatches);
  EXPECT_EQ(disk->read()->job(11)->days.at(0).tally.total(Action::create), kThreads * kBatches);
}

TEST_F(IngestTest, TellsTheSenderWhenTheStoreFailsAndGoesOnAfterwards) {
  Ingest ingest(store, *schedule, metrics);
  const ChangeSet set = Changes().place(11, 7, 3).create(11, 5).take();
  store.broken = true;
  EXPECT_THROW(ingest.apply(set, 1), Error);
  EXPECT_EQ(schedule->stats().pending, 0u);
  store.broken = false;
  EXPECT_EQ(ingest.apply(set, 1).fresh, 1u);
}

TEST_F(IngestTest, ABatchThatTheStoreCannotHoldFailsAlone) {
  Ingest ingest(store, *schedule, metrics);
  ingest.apply(Changes().create(11, INT64_MAX).take(), 1);
  // The first batch's answer holds the committing thread, so that the next two share a transaction.
  std::latch committing(1);
  std::latch go_on(1);
  std::latch answered(2);
  ingest.submit(Changes().create(1, 1).take(), 1, [&](const IngestResult&) {
    committing.count_down();
    go_on.wait();
  });
  committing.wait();
  std::optional<Error> bad;
  std::optional<Error> good;
  ingest.submit(Changes().create(11, 1).take(), 1, [&](const IngestResult& result) {
    bad = result.error;
    answered.count_down();
  });
  ingest.submit(Changes().create(12, 5).take(), 1, [&](const IngestResult& result) {
    good = result.error;
    answered.count_down();
  });
  go_on.count_down();
  answered.wait();
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->kind(), ErrorKind::invalid_input);
  EXPECT_FALSE(good);
  EXPECT_EQ(disk->read()->job(12)->days.at(0).tally.total(Action::create), 5);
  EXPECT_TRUE(schedule->due("job:12"));
}

TEST_F(IngestTest, RefusesWhatItCannotHold) {
  Ingest ingest(store, *schedule, metrics, {.max_queued_events = 10, .max_commit_events = 10});
  // The first batch's answer holds the committing thread, so that what follows has to wait.
  std::latch committing(1);
  std::latch go_on(1);
  std::latch answered(2);
  ingest.submit(Changes().create(1, 1).take(), 1, [&](const IngestResult&) {
    committing.count_down();
    go_on.wait();
    answered.count_down();
  });
  committing.wait();
  ingest.submit(Changes().create(1, 1).take(), 10, [&](const IngestResult&) { answered.count_down(); });
  try {
    ingest.submit(Changes().create(1, 1).take(), 1, [](const IngestResult&) { FAIL(); });
    ADD_FAILURE() << "the queue was full";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  }
  go_on.count_down();
  answered.wait();
}

TEST_F(IngestTest, RefusesMoreRejectsThanItCanHold) {
  Ingest ingest(store, *schedule, metrics, {.max_queued_rejects = 3});
  const auto rejects = [](std::size_t count) {
    ChangeSet set;
    set.rejects.resize(count);
    return set;
  };
  std::latch committing(1);
  std::latch go_on(1);
  std::latch answered(1);
  ingest.submit(rejects(2), 2, [&](const IngestResult&) {
    committing.count_down();
    go_on.wait();
  });
  committing.wait();  // the first is on disk, and makes room
  ingest.submit(rejects(2), 2, [&](const IngestResult&) { answered.count_down(); });
  EXPECT_THROW(ingest.submit(rejects(2), 2, [](const IngestResult&) { FAIL(); }), Error);
  go_on.count_down();
  answered.wait();
}

}  // namespace
}  // namespace retally
