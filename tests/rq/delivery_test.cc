// What a delivery makes of the states that a job can be in, on a real Redis. The worker is played by hand:
// what RQ's own does is in rq_test.py.
#include "rq/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <string>
#include <vector>

#include "retally/error.h"
#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "rq/keys.h"
#include "tests/support/changes.h"
#include "tests/support/faulty_schedule.h"
#include "tests/support/faulty_store.h"
#include "tests/support/patience.h"
#include "tests/support/redis_server.h"

namespace retally::rq {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

DeliveryOptions options_of(const RedisServer& redis) {
  DeliveryOptions options;
  options.redis = redis.options();
  set_delivery(options, "rq:reports:shop.renew");
  return options;
}

Run run_of(const std::string& target, std::int64_t due_ms) {
  Run run;
  run.target = target;
  run.due = TimePoint(Millis(due_ms));
  run.touches = 1;
  return run;
}

// Puts a job for a target, whose id is made of `due_ms`.
struct OutboxTest : ::testing::Test {
  RedisServer redis;
  DeliveryOptions options = options_of(redis);
  Server server{options.redis};
  Outbox outbox{server, options.queue};

  Placed place(std::int64_t due_ms) {
    const NewJob job = job_of(run_of("project:7", due_ms), options);
    return outbox.place({&job, 1}).at(0);
  }
  void set_status(const std::string& job, const std::string& status) {
    redis.ask({"HSET", kJob + job, "status", status});
  }
  std::int64_t queued() const { return redis.ask({"LLEN", kQueue + options.queue}).integer(); }
};

TEST_F(OutboxTest, PutsOneJobForATarget) {
  const Placed first = place(1000);
  EXPECT_EQ(first.placing, Placing::put);
  EXPECT_EQ(first.job, "update-analytics-report-project-7-1000");
  EXPECT_EQ(outbox.look({first.job}).at(0).phase, JobPhase::waiting);

  const Placed second = place(2000);
  EXPECT_EQ(second.placing, Placing::found) << "it has not started: it will see all that has changed";
  EXPECT_EQ(second.job, first.job);
  EXPECT_EQ(queued(), 1);
}

TEST_F(OutboxTest, WaitsBehindAJobThatIsStarted) {
  const Placed first = place(1000);
  set_status(first.job, "started");
  const Placed second = place(2000);
  EXPECT_EQ(second.placing, Placing::behind);
  EXPECT_EQ(second.job, first.job);
  EXPECT_EQ(queued(), 1);
}

TEST_F(OutboxTest, PutsAnotherWhenTheEarlierHasEnded) {
  std::int64_t due = 1000;
  for (const std::string status : {"finished", "failed", "stopped", "canceled"}) {
    const Placed earlier = place(due++);
    EXPECT_EQ(earlier.placing, Placing::put);
    set_status(earlier.job, status);
  }
  redis.ask({"DEL", kJob + place(due++).job});
  EXPECT_EQ(place(due).placing, Placing::put) << "one that is gone has ended";
}

TEST_F(OutboxTest, AJobOfTheSameIdIsMadeAnew) {
  const Placed first = place(1000);
  set_status(first.job, "failed");
  redis.ask({"HSET", kJob + first.job, "exc_info", "of the first"});
  EXPECT_EQ(place(1000).placing, Placing::put);
  EXPECT_EQ(outbox.look({first.job}).at(0).phase, JobPhase::waiting);
  EXPECT_EQ(redis.ask({"HEXISTS", kJob + first.job, "exc_info"}).integer(), 0);
}

TEST_F(OutboxTest, ForgetsOnlyTheJobThatTheTargetHas) {
  const Placed first = place(1000);
  outbox.forget({"project:7", "another"});
  EXPECT_EQ(place(2000).placing, Placing::found);
  outbox.forget({"project:7", first.job});
  EXPECT_EQ(redis.ask({"EXISTS", "retally:rq:reports"}).integer(), 0);
}

TEST_F(OutboxTest, GivesUpAJobThatIsNoMoreHeardOf) {
  const std::string job = place(1000).job;
  redis.ask({"HSET", kJob + job, "status", "started", "last_heartbeat", "2024-06-10T12:00:00.000000Z"});
  redis.ask({"ZADD", kStarted + options.queue, "0", job});
  const JobState state = outbox.look({job}).at(0);
  EXPECT_EQ(state.heartbeat, "2024-06-10T12:00:00.000000Z");
  redis.ask({"HSET", kJob + job, "last_heartbeat", "2024-06-10T12:00:30.000000Z"});
  EXPECT_FALSE(outbox.abandon(job, state.heartbeat)) << "its worker has said that it lives";
  EXPECT_TRUE(outbox.abandon(job, "2024-06-10T12:00:30.000000Z"));
  EXPECT_EQ(outbox.look({job}).at(0).phase, JobPhase::failed);
  EXPECT_EQ(redis.ask({"ZCARD", kStarted + options.queue}).integer(), 0);
  EXPECT_EQ(redis.ask({"ZCARD", kFailed + options.queue}).integer(), 1);
}

// A worker takes a job off its queue first, and says later that it is started.
TEST_F(OutboxTest, PutsBackAJobThatIsMissingTwice) {
  const std::string job = place(1000).job;
  EXPECT_THAT(outbox.recall({{job, true}}), ElementsAre(Waiting::there));
  redis.ask({"LPOP", kQueue + options.queue});
  EXPECT_THAT(outbox.recall({{job, false}}), ElementsAre(Waiting::missing)) << "it may just have been taken";
  EXPECT_EQ(queued(), 0);
  EXPECT_THAT(outbox.recall({{job, true}}), ElementsAre(Waiting::put));
  EXPECT_THAT(outbox.recall({{job, true}}), ElementsAre(Waiting::there));
  EXPECT_EQ(queued(), 1);
}

TEST_F(OutboxTest, PutsBackNoJobThatIsStartedOrIsRqs2ToCareFor) {
  const std::string job = place(1000).job;
  redis.ask({"LMOVE", kQueue + options.queue, kQueue + options.queue + kIntermediate, "LEFT", "RIGHT"});
  EXPECT_THAT(outbox.recall({{job, true}}), ElementsAre(Waiting::there));
  redis.ask({"DEL", kQueue + options.queue + kIntermediate});
  set_status(job, "started");
  EXPECT_THAT(outbox.recall({{job, true}}), ElementsAre(Waiting::there));
  EXPECT_EQ(queued(), 0);
}

TEST_F(OutboxTest, FindsAJobInALongQueue) {
  const std::string lost = place(1000).job;
  redis.ask({"LPOP", kQueue + options.queue});
  std::vector<std::string> others = {"RPUSH", kQueue + options.queue};
  others.resize(others.size() + 2500, "another");
  redis.ask(others);
  const NewJob last = job_of(run_of("project:8", 1000), options);
  const std::string there = outbox.place({&last, 1}).at(0).job;
  EXPECT_THAT(outbox.recall({{lost, true}, {there, true}}), ElementsAre(Waiting::put, Waiting::there));
  EXPECT_EQ(redis.ask({"LINDEX", kQueue + options.queue, "0"}).text(), lost) << "its turn had come";
}

// RQ 2 registers executions of a job, of which there may be several, in the place of the job.
TEST_F(OutboxTest, GivesUpAJobOfRq2WithItsExecutions) {
  const std::string job = place(1000).job;
  const std::string execution = "2f9d0c6c1c0b4f0f8a5e1d2c3b4a5968";
  redis.ask({"HSET", kJob + job, "status", "started", "last_heartbeat", "2024-06-10T12:00:00.000000Z"});
  redis.ask({"ZADD", kStarted + options.queue, "0", job + ":" + execution});
  redis.ask({"ZADD", "rq:executions:" + job, "0", execution});
  redis.ask({"HSET", "rq:execution:" + job + ":" + execution, "id", execution});
  EXPECT_TRUE(outbox.abandon(job, "2024-06-10T12:00:00.000000Z"));
  EXPECT_EQ(redis.ask({"ZCARD", kStarted + options.queue}).integer(), 0);
  EXPECT_EQ(redis.ask({"EXISTS", "rq:executions:" + job, "rq:execution:" + job + ":" + execution}).integer(),
            0);
  EXPECT_EQ(redis.ask({"ZCARD", kFailed + options.queue}).integer(), 1);
}

TEST(NewJob, HasAnIdThatRq2Takes) {
  DeliveryOptions options;
  set_delivery(options, "rq:q:m.f");
  EXPECT_EQ(job_of(run_of("project:7", 5), options).id, "update-analytics-report-project-7-5");
  EXPECT_EQ(job_of(run_of("a-b_c:ü", 5), options).id, "update-analytics-report-a_2db_5fc-_c3_bc-5");
  auto asked = run_of("task:12", 5);
  asked.kind = RunKind::request;
  EXPECT_EQ(job_of(asked, options).id, "analytics-calculate-report-task-12-5");
}

TEST(DeliveryOptions, TakeAQueueAndAFunction) {
  DeliveryOptions options;
  set_delivery(options, "rq:team:low:shop.reports.renew");
  EXPECT_EQ(options.queue, "team:low");
  EXPECT_EQ(options.function, "shop.reports.renew");
  for (const char* text : {"", "rq", "rq:", "rq:q", "rq:q:", "rq::m.f", "rq:q:f", "rq:q:m.", "rq:q:.f",
                           "rq:q:m..f", "rq:q:m.f()", "rq:q:1m.f", "rq:a b:m.f", "celery:q:m.f"})
    EXPECT_THROW(set_delivery(options, text), Error) << text;
}

struct DeliveryTest : ::testing::Test {
  RedisServer redis;
  SystemClock clock;
  std::unique_ptr<Store> store = open_store("sqlite::memory:");
  std::unique_ptr<Schedule> schedule = make_memory_schedule(
      {.policy = {Millis(0), Millis(0)}, .retry = {.max_attempts = 2, .first_delay = Millis(0)}}, clock);
  Updater updater{*store, clock};
  prometheus::Registry metrics;
  DeliveryOptions options = options_of(redis);
  Server server{options.redis};
  Outbox outbox{server, options.queue};

  void change() {
    const ChangeSet set = support::Changes().place(11, 7, 3).create(11, 5).set();
    const ChangeSet* const pointer = &set;
    store->apply({&pointer, 1});
    schedule->touch("project:3");
  }
  // Takes the next job off the queue, as a worker does, and waits for it if need be.
  std::string take() {
    std::string job;
    wait_until([&] {
      redis::ReplyReader next = redis.ask({"LRANGE", kQueue + options.queue, "0", "0"});
      if (!next.done()) job = next.text();
      return !job.empty();
    });
    redis.ask({"LPOP", kQueue + options.queue});
    set(job, "started");
    return job;
  }
  void set(const std::string& job, const std::string& status) {
    redis.ask({"HSET", kJob + job, "status", status});
  }
  // As its worker does, by a clock that may be wrong.
  void beat(const std::string& job, const std::string& time) {
    redis.ask({"HSET", kJob + job, "last_heartbeat", time});
  }
  void await_end() {
    wait_until([&] { return schedule->stats().runs >= 1 && schedule->stats().running == 0; });
  }
  bool fresh() const {
    const auto resource = store->read()->resource({ResourceKind::project, 3});
    return resource->version == resource->report_version;
  }
};

TEST_F(DeliveryTest, EndsARunWhenItsJobHasFinished) {
  change();
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  const std::string job = take();
  EXPECT_FALSE(fresh());
  EXPECT_EQ(schedule->stats().running, 1U);
  set(job, "finished");
  await_end();
  EXPECT_EQ(schedule->stats().failures, 0U);
  EXPECT_TRUE(fresh());
}

TEST_F(DeliveryTest, RunsAJobAgainThatFailsOrIsGone) {
  change();
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  redis.ask({"DEL", kJob + take()});
  wait_until([&] { return schedule->stats().failures == 1; });
  EXPECT_THAT(schedule->list(ListState::history, 0, 1).entries.at(0).error, HasSubstr("gone"));
  set(take(), "canceled");
  wait_until([&] { return schedule->stats().failed == 1; });
  EXPECT_THAT(schedule->list(ListState::failed, 0, 1).entries.at(0).error, HasSubstr("cancelled"));
  EXPECT_FALSE(fresh());
}

TEST_F(DeliveryTest, AWorkerWhoseClockIsYearsBehindIsNotGivenUp) {
  change();
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  const std::string job = take();
  beat(job, "2004-06-10T12:00:00.000000Z");
  // When another run has ended, that has been heard.
  schedule->touch("task:9");
  set(take(), "finished");
  wait_until([&] { return schedule->stats().runs == 2 && schedule->stats().running < 2; });
  EXPECT_EQ(schedule->stats().running, 1U);
  set(job, "finished");
  await_end();
  EXPECT_EQ(schedule->stats().failures, 0U);
}

TEST_F(DeliveryTest, AWorkerThatSaysNothingNewIsGivenUp) {
  change();
  options.abandoned_after = Millis(200);
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  const std::string job = take();
  beat(job, "2104-06-10T12:00:00.000000Z");
  wait_until([&] { return schedule->stats().failures == 1; });
  EXPECT_THAT(schedule->list(ListState::history, 0, 1).entries.at(0).error, HasSubstr("its worker is gone"));
  EXPECT_EQ(outbox.look({job}).at(0).phase, JobPhase::failed);
}

TEST_F(DeliveryTest, AJobThatAWorkerTookAndNeverStartedIsPutBack) {
  change();
  options.abandoned_after = Millis(100);
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  const auto queued = [&] { return redis.ask({"LLEN", kQueue + options.queue}).integer() == 1; };
  wait_until(queued);
  const std::string job = redis.ask({"LPOP", kQueue + options.queue}).text();
  wait_until(queued);
  set(job, "finished");
  await_end();
  EXPECT_EQ(schedule->stats().failures, 0U);
  EXPECT_TRUE(fresh());
}

TEST_F(DeliveryTest, AJobOfARunThatWasLostIsWaitedFor) {
  change();
  std::string first;
  {
    const Delivery before(*schedule, *store, updater, metrics, options);
    first = take();
  }
  // Its process has died, with its schedule; reconciliation touches what is stale.
  auto again = make_memory_schedule({.policy = {Millis(0), Millis(0)}}, clock);
  again->touch("project:3");
  prometheus::Registry own;
  const Delivery after(*again, *store, updater, own, options);
  wait_until([&] { return again->stats().running == 1; });
  EXPECT_EQ(redis.ask({"LLEN", kQueue + options.queue}).integer(), 0) << "two jobs of a target at once";
  set(first, "finished");
  const std::string second = take();
  EXPECT_NE(second, first) << "the first may have read before the change";
  EXPECT_FALSE(fresh());
  set(second, "finished");
  wait_until([&] { return again->stats().runs == 1 && again->stats().running == 0; });
  EXPECT_TRUE(fresh());
}

// A change that comes while the job works, and whose touch is lost: the report must not count as fresh.
TEST_F(DeliveryTest, WhatChangesDuringAJobStaysStale) {
  change();
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  const std::string job = take();
  const ChangeSet set_of_later = support::Changes().place(11, 7, 3).create(11, 1, support::kNoon + 1).set();
  const ChangeSet* const pointer = &set_of_later;
  store->apply({&pointer, 1});
  set(job, "finished");
  await_end();
  EXPECT_FALSE(fresh());
  const auto roots = store->read()->stale_roots({}, 10);
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(roots[0], (ResourceId{ResourceKind::project, 3}));
}

TEST_F(DeliveryTest, ALeaseThatCannotBeExtendedCostsNoOther) {
  support::FaultySchedule faulty(*schedule);
  faulty.fail_to_extend("project:3");
  options.lease = std::chrono::seconds(10);  // extended after 5, or with the next round, a second later
  schedule->touch("project:3");
  schedule->touch("task:9");
  const Delivery delivery(faulty, *store, updater, metrics, options);
  wait_until([&] { return faulty.extensions("task:9") >= 1; });
  faulty.fail_to_extend("");
  // Asked again soon, not half a lease later, when this one would be over.
  wait_until([&] { return faulty.extensions("project:3") >= 1; });
  EXPECT_EQ(schedule->stats().orphans, 0U);
}

// A RQ that is away is no reason to give up the leases of what it works on.
TEST_F(DeliveryTest, ExtendsLeasesWhileRqsRedisIsAway) {
  support::FaultySchedule faulty(*schedule);
  options.lease = std::chrono::seconds(4);
  schedule->touch("task:9");
  const Delivery delivery(faulty, *store, updater, metrics, options);
  take();
  redis.kill();
  const int before = faulty.extensions("task:9");
  wait_until([&] { return faulty.extensions("task:9") > before; });
}

// So large a project is saved in two parts. The clock of its schedule stands still, so that no lease is lost.
TEST_F(DeliveryTest, ALongRenewalHoldsItsLeaseAndThoseOfOthers) {
  ManualClock still{TimePoint{Millis{support::kNoon}}};
  const auto of_still = make_memory_schedule({.policy = {Millis(0), Millis(0)}}, still);
  support::FaultySchedule counted(*of_still);
  support::FaultyStore slow(*store);
  std::vector<std::pair<int, int>> extensions;
  slow.before_save = [&] {
    extensions.emplace_back(counted.extensions("project:3"), counted.extensions("task:9"));
    const auto begin = std::chrono::steady_clock::now();
    wait_until([&] { return std::chrono::steady_clock::now() - begin > options.lease; });
  };
  Updater slow_updater(slow, clock);
  support::Changes changes;
  for (std::int64_t job = 1; job <= 300; ++job) changes.place(job, 7, 3).create(job, 5);
  const ChangeSet* const pointer = &changes.set();
  store->apply({&pointer, 1});
  options.lease = Millis(50);
  of_still->touch("task:9");
  const Delivery delivery(counted, slow, slow_updater, metrics, options);
  take();
  of_still->touch("project:3");
  set(take(), "finished");
  wait_until([&] { return fresh(); });
  ASSERT_EQ(extensions.size(), 2U);
  EXPECT_GT(extensions[1].first, extensions[0].first);
  EXPECT_GT(extensions[1].second, extensions[0].second);
}

TEST_F(DeliveryTest, ARunWhoseEndCannotBeToldIsEndedLater) {
  support::FaultySchedule faulty(*schedule);
  change();
  const Delivery delivery(faulty, *store, updater, metrics, options);
  faulty.failing_finishes = 1;
  set(take(), "finished");
  await_end();
  EXPECT_EQ(schedule->stats().failures, 0U);
}

TEST_F(DeliveryTest, ARequestForWhatIsGoneFails) {
  const std::string id = schedule->request("project:3", "zoe");
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  set(take(), "finished");
  await_end();
  const Request request = schedule->find_request(id).value();
  EXPECT_EQ(request.state, RequestState::failed);
  EXPECT_EQ(request.error, "No report has been computed");
}

TEST_F(DeliveryTest, GoesOnWhenRedisIsBack) {
  const Delivery delivery(*schedule, *store, updater, metrics, options);
  redis.kill();
  change();
  wait_until([&] { return schedule->stats().failures >= 1; });
  redis.start();
  schedule->touch("project:3");
  set(take(), "finished");
  wait_until([&] { return fresh(); });
}

}  // namespace
}  // namespace retally::rq
