// The scheduler on a real Redis, with jobs that Python has made, by a clock that the test turns.
#include "rq/scheduler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "rq/keys.h"
#include "tests/support/redis_server.h"

namespace retally::rq {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Strings = std::vector<std::string>;

// In the place of now.lua: the time that the test has set.
constexpr const char* kTestTime = R"(
local seconds, micros = tonumber(redis.call('GET', 'test:seconds')), 0
)";

// Monday, 2024-06-10T08:00:00Z.
constexpr std::int64_t kMonday = 1718006400;

struct RqSchedulerTest : ::testing::Test {
  RedisServer redis;
  Server server{redis.options(), kTestTime};
  Scheduler scheduler{server};

  RqSchedulerTest() { turn_to(0); }

  // So many seconds after kMonday.
  void turn_to(std::int64_t seconds) {
    redis.ask({"SET", "test:seconds", std::to_string(kMonday + seconds)});
  }

  // A list as make_jobs.py takes it, with times from kMonday on.
  void make(const std::string& jobs) {
    const std::string command = std::string(RETALLY_PYTHON) + " -B " + RETALLY_SOURCE_DIR +
                                "/tests/rq/make_jobs.py " + redis.address().socket + " " +
                                std::to_string(kMonday);
    FILE* pipe = popen(command.c_str(), "w");
    ASSERT_NE(pipe, nullptr);
    fwrite(jobs.data(), 1, jobs.size(), pipe);
    ASSERT_EQ(pclose(pipe), 0);
  }

  static Strings texts(redis::ReplyReader reply) {
    Strings texts;
    while (!reply.done()) texts.push_back(reply.text());
    return texts;
  }
  Strings queue(const std::string& name) const {
    return texts(redis.ask({"LRANGE", kQueue + name, "0", "-1"}));
  }
  // The scheduled jobs with their times from kMonday on: "a 60".
  Strings scheduled() const {
    const Strings flat = texts(redis.ask({"ZRANGE", kScheduledJobs, "0", "-1", "WITHSCORES"}));
    Strings jobs;
    for (std::size_t i = 0; i + 1 < flat.size(); i += 2)
      jobs.push_back(flat[i] + " " + std::to_string(std::stoll(flat[i + 1]) - kMonday));
    return jobs;
  }
  std::string field(const std::string& job, const std::string& name) const {
    return redis.ask({"HGET", kJob + job, name}).text();
  }
  // Takes all that the queue has, as workers do.
  Strings drain(const std::string& name) {
    Strings jobs = queue(name);
    redis.ask({"DEL", kQueue + name});
    return jobs;
  }
};

TEST_F(RqSchedulerTest, MovesWhatIsDueAndNothingElse) {
  make(R"([{"in": -5, "id": "a"}, {"in": 0, "id": "b", "queue": "high"}, {"in": 1, "id": "c"}])");
  const Look look = scheduler.step();
  EXPECT_EQ(look.moved, 2U);
  EXPECT_EQ(look.next, Micros(std::chrono::seconds(kMonday + 1)));
  EXPECT_THAT(queue("low"), ElementsAre("a"));
  EXPECT_THAT(queue("high"), ElementsAre("b"));
  EXPECT_THAT(scheduled(), ElementsAre("c 1"));
}

TEST_F(RqSchedulerTest, LeavesAJobAsRqDoes) {
  make(R"([{"in": 0, "id": "plain"}, {"in": 0, "id": "own", "timeout": 7, "ttl": 90}])");
  scheduler.step();
  EXPECT_EQ(field("plain", "status"), "queued");
  EXPECT_EQ(field("plain", "origin"), "low");
  EXPECT_EQ(field("plain", "enqueued_at"), "2024-06-10T08:00:00.000000Z");
  EXPECT_EQ(field("plain", "timeout"), "180");
  EXPECT_EQ(redis.ask({"TTL", kJob + "plain"}).integer(), -1);
  EXPECT_EQ(field("own", "timeout"), "7");
  EXPECT_EQ(redis.ask({"TTL", kJob + "own"}).integer(), 90);
  EXPECT_EQ(redis.ask({"SISMEMBER", kQueues, kQueue + "low"}).integer(), 1);
}

TEST_F(RqSchedulerTest, PutsAtTheFrontWhatAsksForIt) {
  make(
      R"([{"in": -3, "id": "a"}, {"in": -2, "id": "b", "at_front": true}, {"in": -1, "id": "c"}, {"in": 0, "id": "d", "at_front": true}])");
  scheduler.step();
  EXPECT_THAT(queue("low"), ElementsAre("d", "b", "a", "c"));
}

TEST_F(RqSchedulerTest, DropsAJobThatIsGone) {
  make(R"([{"in": 0, "id": "a"}, {"in": 0, "id": "b"}])");
  redis.ask({"DEL", kJob + "a"});
  const Look look = scheduler.step();
  EXPECT_EQ(look.gone, 1U);
  EXPECT_THAT(queue("low"), ElementsAre("b"));
  EXPECT_THAT(scheduled(), IsEmpty());
  EXPECT_EQ(redis.ask({"EXISTS", kJob + "a"}).integer(), 0) << "a part of a job would be worse than none";
}

TEST_F(RqSchedulerTest, RepeatsAtItsIntervalAsOftenAsItSays) {
  make(R"([{"in": 0, "id": "a", "meta": {"interval": 60, "repeat": 2, "mine": "kept"}}])");
  EXPECT_EQ(scheduler.step().again, 1U);
  EXPECT_THAT(drain("low"), ElementsAre("a"));
  EXPECT_THAT(scheduled(), ElementsAre("a 60"));
  turn_to(59);
  EXPECT_EQ(scheduler.step().moved, 0U);
  turn_to(61);
  EXPECT_EQ(scheduler.step().again, 0U) << "that was the last time";
  EXPECT_THAT(drain("low"), ElementsAre("a"));
  EXPECT_THAT(scheduled(), IsEmpty());
}

TEST_F(RqSchedulerTest, RepeatsForEverWhatSaysNoNumber) {
  make(R"([{"in": 0, "id": "a", "meta": {"interval": 60}}])");
  for (int run = 0; run < 5; ++run) {
    turn_to(run * 60);
    EXPECT_EQ(scheduler.step().again, 1U);
  }
  EXPECT_THAT(drain("low"), SizeIs(5));
}

TEST_F(RqSchedulerTest, KeepsWhatOnlyPythonUnderstands) {
  make(R"([{"in": 0, "id": "a", "opaque": true, "meta": {"interval": 60, "repeat": 200}}])");
  const std::string before = field("a", "meta");
  scheduler.step();
  const std::string after = field("a", "meta");
  ASSERT_EQ(after.size(), before.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < after.size(); ++i) different += after[i] != before[i] ? 1U : 0U;
  EXPECT_EQ(different, 1U) << "200 has become 199, and nothing else has changed";
}

TEST_F(RqSchedulerTest, FollowsACronStringInUtc) {
  make(R"([{"in": 0, "id": "a", "meta": {"cron_string": "30 9 * * 1", "use_local_timezone": false}}])");
  scheduler.step();
  constexpr std::int64_t kHour = 3600;
  EXPECT_THAT(scheduled(), ElementsAre("a " + std::to_string(kHour + kHour / 2)));
  turn_to(kHour + kHour / 2);
  scheduler.step();
  EXPECT_THAT(scheduled(), ElementsAre("a " + std::to_string(7 * 24 * kHour + kHour + kHour / 2)));
  EXPECT_THAT(queue("low"), SizeIs(2));
}

TEST_F(RqSchedulerTest, ACronStringOfAYearThatIsOverComesNoMore) {
  make(
      R"([{"in": 0, "id": "a", "meta": {"cron_string": "0 8 * * * 2024"}}, {"in": 0, "id": "b", "meta": {"cron_string": "0 8 * * * 2023"}}])");
  scheduler.step();
  EXPECT_THAT(queue("low"), ElementsAre("a", "b"));
  EXPECT_THAT(scheduled(), ElementsAre("a 86400"));
}

TEST_F(RqSchedulerTest, LeavesWhereItIsWhatItCannotRead) {
  make(
      R"([{"in": -1, "id": "a", "meta": {"interval": "often"}}, {"in": -1, "id": "b", "meta": {"cron_string": "whenever"}}, {"in": 0, "id": "c"}])");
  redis.ask({"HSET", kJob + "a", "meta", "interval: not a pickle"});
  EXPECT_EQ(scheduler.step().moved, 1U);
  EXPECT_THAT(queue("low"), ElementsAre("c"));
  EXPECT_THAT(scheduled(), ElementsAre("a -1", "b -1"));
  EXPECT_EQ(scheduler.step().moved, 0U);
  // Somebody mends it.
  redis.ask({"HSET", kJob + "a", "meta", R"({"interval": 60})"});
  scheduler.forget_unreadable();
  EXPECT_EQ(scheduler.step().moved, 1U);
  EXPECT_THAT(scheduled(), ElementsAre("b -1", "a 60"));
}

TEST_F(RqSchedulerTest, AJobThatCannotBeMovedKeepsNoOtherFromItsQueue) {
  make(
      R"([{"in": -5, "id": "queueless", "queue": "odd"}, {"in": -4, "id": "again", "queue": "odd", "meta": {"interval": 60}}, {"in": -3, "id": "no-hash"}, {"in": -2, "id": "null"}, {"in": -1, "id": "object"}, {"in": 0, "id": "good"}, {"in": 9, "id": "later"}])");
  redis.ask({"SET", kQueue + "odd", "no list"});
  redis.ask({"DEL", kJob + "no-hash"});
  redis.ask({"SET", kJob + "no-hash", "no hash"});
  redis.ask({"HSET", kJob + "null", "dependency_ids", "[null]"});
  redis.ask({"HSET", kJob + "object", "dependency_ids", R"({"a": "good"})"});
  redis.ask({"SADD", kQueues, kQueue + "other"});
  redis.ask({"SET", kRegistries + std::string("other"), "no sorted set"});
  const Strings left = {"queueless -5", "again -4", "no-hash -3", "null -2", "object -1", "later 9"};
  const Look look = scheduler.step();
  EXPECT_EQ(look.moved, 1U);
  EXPECT_EQ(look.next, Micros(std::chrono::seconds(kMonday + 9))) << "not at once, again and again";
  EXPECT_THAT(queue("low"), ElementsAre("good"));
  EXPECT_EQ(scheduled(), left);
  EXPECT_EQ(redis.ask({"HEXISTS", kJob + "queueless", "enqueued_at"}).integer(), 0);
  EXPECT_EQ(scheduler.step().moved, 0U);

  // Somebody mends them.
  redis.ask({"DEL", kQueue + "odd"});
  redis.ask({"HSET", kJob + "null", "dependency_ids", R"(["good"])"});
  scheduler.forget_unreadable();
  EXPECT_EQ(scheduler.step().moved, 3U);
  EXPECT_THAT(queue("odd"), UnorderedElementsAre("queueless", "again"));
  EXPECT_EQ(field("null", "status"), "deferred");
}

TEST_F(RqSchedulerTest, ReadsAndWritesMetaInJson) {
  make(R"([{"in": 0, "id": "a"}])");
  redis.ask({"HSET", kJob + "a", "meta", R"({"interval": 60, "repeat": 3, "who": "zoé"})"});
  scheduler.step();
  EXPECT_EQ(field("a", "meta"), R"({"interval":60,"repeat":2,"who":"zoé"})");
}

TEST_F(RqSchedulerTest, DefersAJobThatWaitsForAnother) {
  make(
      R"([{"in": 3600, "id": "first"}, {"in": 0, "id": "second", "depends_on": "first"}, {"in": 0, "id": "third", "depends_on": "no-more"}])");
  redis.ask({"HSET", kJob + "first", "status", "started"});
  scheduler.step();
  EXPECT_THAT(queue("low"), ElementsAre("third"));
  EXPECT_EQ(field("second", "status"), "deferred");
  EXPECT_EQ(redis.ask({"SISMEMBER", kJob + "first:dependents", "second"}).integer(), 1);
  EXPECT_EQ(redis.ask({"ZCARD", "rq:deferred:low"}).integer(), 1);
  EXPECT_THAT(scheduled(), ElementsAre("first 3600"));
}

TEST_F(RqSchedulerTest, NothingIsMovedWhileAnotherSchedulerHoldsTheLock) {
  make(R"([{"in": 0, "id": "a", "meta": {"interval": 60}}, {"in": 0, "id": "b"}])");
  redis.ask({"SET", kSchedulerLock, "1"});
  EXPECT_TRUE(scheduler.step().locked);
  EXPECT_THAT(queue("low"), IsEmpty());
  redis.ask({"DEL", kSchedulerLock});
  EXPECT_FALSE(scheduler.step().locked);
  EXPECT_THAT(queue("low"), ElementsAre("b", "a"));
}

TEST_F(RqSchedulerTest, MovesRqsOwnScheduledJobsUnlessAWorkerDoes) {
  make(R"([{"in": 3600, "id": "a", "meta": {"interval": 60}}, {"in": 3600, "id": "b"}])");
  redis.ask({"DEL", kScheduledJobs});
  for (const std::string queue : {"high", "low"}) redis.ask({"SADD", kQueues, kQueue + queue});
  redis.ask({"ZADD", kRegistries + std::string("high"), std::to_string(kMonday), "a"});
  redis.ask({"ZADD", kRegistries + std::string("low"), std::to_string(kMonday), "b"});
  redis.ask({"SET", kRegistryLocks + std::string("low"), "4711"});
  EXPECT_TRUE(scheduler.step().locked);
  EXPECT_THAT(queue("high"), ElementsAre("a"));
  EXPECT_EQ(field("a", "origin"), "high") << "the registry's queue";
  EXPECT_THAT(queue("low"), IsEmpty());
  EXPECT_THAT(scheduled(), IsEmpty()) << "intervals are rq-scheduler's";
}

TEST_F(RqSchedulerTest, ManySchedulersAtOnceMoveEachJobOnce) {
  std::string jobs = "[";
  for (int i = 0; i < 2000; ++i)
    jobs += (i == 0 ? "" : ",") + (R"({"in": 0, "id": "j)" + std::to_string(i)) +
            (i % 2 == 0 ? R"("})" : R"(", "meta": {"interval": 60}})");
  make(jobs + "]");
  std::vector<std::jthread> threads;
  std::atomic<std::size_t> moved = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Server own(redis.options(), kTestTime);
      moved += Scheduler(own).step().moved;
    });
  }
  threads.clear();
  EXPECT_EQ(moved, 2000U);
  Strings all = queue("low");
  EXPECT_THAT(all, SizeIs(2000));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace
}  // namespace retally::rq
