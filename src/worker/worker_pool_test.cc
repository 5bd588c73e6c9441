#include "worker/worker_pool.h"

#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "tests/support/changes.h"
#include "tests/support/faulty_schedule.h"
#include "tests/support/faulty_store.h"
#include "worker/reconciler.h"

namespace retally {
namespace {

using support::Changes;
using support::FaultyStore;

constexpr ResourceId kPooled{ResourceKind::project, 3};
const std::string kTarget = "project:3";

struct WorkerTest : ::testing::Test {
  ManualClock clock{TimePoint{Millis{support::kNoon}}};
  std::unique_ptr<Store> disk = open_store("sqlite::memory:");
  FaultyStore store{*disk};
  std::unique_ptr<Schedule> schedule = make_memory_schedule({.retry = {.max_attempts = 2}}, clock);
  Updater updater{store, clock};
  prometheus::Registry metrics;

  void apply(const Changes& changes) {
    const ChangeSet* const set = &changes.set();
    disk->apply({&set, 1});
  }
  bool fresh() {
    const auto resource = disk->read()->resource(kPooled);
    return resource->version == resource->report_version;
  }
};

TEST_F(WorkerTest, RunsWhatIsDueAndNotBefore) {
  Worker worker(*schedule, updater, clock, metrics, {});
  apply(Changes().place(11, 7, 3).create(11, 5));
  schedule->touch(kTarget);
  EXPECT_EQ(worker.step(), 0u);
  clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(worker.step(), 1u);
  EXPECT_TRUE(fresh());
  EXPECT_EQ(schedule->stats().running, 0u);
}

TEST_F(WorkerTest, TriesAgainWhatFailsAndGivesUpVisibly) {
  Worker worker(*schedule, updater, clock, metrics, {});
  apply(Changes().place(11, 7, 3).create(11, 5));
  schedule->touch(kTarget);
  store.broken = true;
  clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(worker.step(), 1u);
  EXPECT_EQ(schedule->stats().pending, 1u) << "it is tried again";
  clock.advance(std::chrono::minutes(5));
  EXPECT_EQ(worker.step(), 1u);
  const Listing failed = schedule->list(ListState::failed, 0, 10);
  ASSERT_EQ(failed.total, 1u);
  EXPECT_EQ(failed.entries[0].error, "the disk is full");

  store.broken = false;
  EXPECT_TRUE(schedule->retry(kTarget));
  EXPECT_EQ(worker.step(), 1u);
  EXPECT_TRUE(fresh());
}

TEST_F(WorkerTest, ARequestForWhatIsGoneFails) {
  Worker worker(*schedule, updater, clock, metrics, {});
  const std::string id = schedule->request(kTarget, "zoe");
  EXPECT_EQ(worker.step(), 1u);
  const Request request = schedule->find_request(id).value();
  EXPECT_EQ(request.state, RequestState::failed);
  EXPECT_EQ(request.error, "No report has been computed");
}

TEST_F(WorkerTest, ATargetThatIsNoResourceFails) {
  Worker worker(*schedule, updater, clock, metrics, {});
  const std::string id = schedule->request("lunch", "zoe");
  worker.step();
  EXPECT_EQ(schedule->find_request(id)->state, RequestState::failed);
}

TEST_F(WorkerTest, TellsOfAnEndWhenTheScheduleIsBack) {
  support::FaultySchedule faulty(*schedule);
  Worker worker(faulty, updater, clock, metrics, {.claim = 2, .pause = Millis(0)});
  apply(Changes().place(11, 7, 3).create(11, 5));
  const std::string first = schedule->request(kTarget, "zoe");
  const std::string second = schedule->request("lunch", "zoe");
  faulty.failing_finishes = 1;
  EXPECT_EQ(worker.step(), 2u);
  EXPECT_EQ(schedule->find_request(first)->state, RequestState::finished);
  EXPECT_EQ(schedule->find_request(second)->state, RequestState::failed);
  EXPECT_EQ(schedule->stats().orphans, 0u);
}

TEST_F(WorkerTest, TellsOfNoEndWhoseLeaseHasRunOut) {
  support::FaultySchedule faulty(*schedule);
  Worker worker(faulty, updater, clock, metrics, {});
  apply(Changes().place(11, 7, 3).create(11, 5));
  schedule->request(kTarget, "zoe");
  store.before_save = [&] { clock.advance(std::chrono::seconds(30)); };
  faulty.failing_finishes = 1;
  EXPECT_EQ(worker.step(), 1u);
  EXPECT_EQ(faulty.failing_finishes, 0);
  EXPECT_EQ(schedule->stats().running, 1u) << "it is taken back by the next claim";
}

TEST_F(WorkerTest, WaitsForNoScheduleWhenItIsToStop) {
  support::FaultySchedule faulty(*schedule);
  Worker worker(faulty, updater, clock, metrics, {});
  schedule->request(kTarget, "zoe");
  faulty.failing_finishes = 1000000;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(worker.step(stop.get_token()), Error);
}

TEST_F(WorkerTest, ReconciliationTouchesWhatIsStaleAndWaitsNowhere) {
  Reconciler reconciler(store, *schedule, clock, metrics);
  EXPECT_EQ(reconciler.step(), 0u);
  apply(Changes().place(11, 7, 3).create(11, 5).place(21, 9, 0).create(21, 1));
  EXPECT_EQ(reconciler.step(), 2u) << "a project, and a task that belongs to none";
  EXPECT_TRUE(schedule->due("project:3"));
  EXPECT_TRUE(schedule->due("task:9"));
  EXPECT_EQ(reconciler.step(), 0u) << "they wait now";
}

TEST_F(WorkerTest, ReconciliationLeavesTheFailedToPeopleForAWhile) {
  Worker worker(*schedule, updater, clock, metrics, {});
  Reconciler reconciler(*disk, *schedule, clock, metrics);
  apply(Changes().place(11, 7, 3).create(11, 5));
  reconciler.step();
  store.broken = true;
  for (int attempt = 0; attempt < 2; ++attempt) {
    clock.advance(std::chrono::minutes(15));
    worker.step();
  }
  ASSERT_EQ(schedule->stats().failed, 1u);
  EXPECT_EQ(reconciler.step(), 0u);
  clock.advance(Reconciler::kLeftAlone - Millis(1));
  EXPECT_EQ(reconciler.step(), 0u);
  clock.advance(Millis(1));
  EXPECT_EQ(reconciler.step(), 1u);
  EXPECT_TRUE(schedule->due(kTarget));
}

TEST_F(WorkerTest, ReconciliationBringsBackWhatWasCancelled) {
  Reconciler reconciler(store, *schedule, clock, metrics);
  apply(Changes().place(11, 7, 3).create(11, 5));
  reconciler.step();
  EXPECT_TRUE(schedule->cancel(kTarget));
  EXPECT_EQ(reconciler.step(), 1u);
}

TEST_F(WorkerTest, TheBeatGoesOnWhenTheClockIsSetBack) {
  Reconciler reconciler(*disk, *schedule, clock, metrics);
  reconciler.start(std::chrono::minutes(1));
  clock.await_waiters(1);
  apply(Changes().place(11, 7, 3).create(11, 5));
  clock.set(clock.now() - std::chrono::hours(1));
  clock.advance(std::chrono::minutes(1));
  while (!schedule->due(kTarget)) std::this_thread::yield();
}

TEST_F(WorkerTest, ThePoolSleepsUntilSomethingIsDue) {
  apply(Changes().place(11, 7, 3).create(11, 5));
  const WorkerPool pool(*schedule, updater, clock, metrics, {.threads = 3});
  // The request is handed out at once: when it has ended, the pool is known to be at work.
  const std::string id = schedule->request(kTarget, "zoe");
  while (schedule->find_request(id)->state != RequestState::finished) std::this_thread::yield();
  apply(Changes().create(11, 1));
  schedule->touch(kTarget);
  clock.advance(std::chrono::minutes(15));
  while (!fresh()) std::this_thread::yield();
}

TEST_F(WorkerTest, TheBeatGoesOnAfterAnOutage) {
  Reconciler reconciler(store, *schedule, clock, metrics);
  store.broken = true;
  reconciler.start(std::chrono::minutes(1));
  apply(Changes().place(11, 7, 3).create(11, 5));
  store.broken = false;
  while (!schedule->due(kTarget)) {
    clock.advance(std::chrono::minutes(1));
    std::this_thread::yield();
  }
}

}  // namespace
}  // namespace retally
