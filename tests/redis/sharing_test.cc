// Many use one queue: each schedule here stands for a process, with connections of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "retally/error.h"
#include "retally/redis_schedule.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;
using ::testing::HasSubstr;

class Sharing : public testing::Test {
 protected:
  using Run = retally::Run;

  std::unique_ptr<Schedule> join(const ScheduleOptions& settings = {}, const std::string& queue = "shared") {
    return make_redis_schedule(server_.options(queue), settings, clock_);
  }

  static Millis left(const Touched& touched) { return touched.due - touched.at; }

  RedisServer server_;
  SystemClock clock_;
};

TEST_F(Sharing, WhatOneTouchesAnotherRuns) {
  const ScheduleOptions soon{.policy = {Millis(20), Millis(20)}, .retry = {}};
  const auto producer = join(soon);
  const auto worker = join(soon);
  std::jthread later([&] { producer->touch("a"); });
  std::vector<Run> runs;
  while (runs.empty()) {
    EXPECT_TRUE(worker->wait({}));
    runs = worker->claim(1, minutes(1));
  }
  EXPECT_EQ(runs[0].target, "a");
  EXPECT_GE(runs[0].started, runs[0].due);
  EXPECT_TRUE(producer->holds(runs[0]));
}

TEST_F(Sharing, TheLatestSettingsHoldForAll) {
  const auto first = join();
  EXPECT_EQ(left(first->touch("a")), minutes(15));
  const auto second = join({.policy = {minutes(5), minutes(15)}, .retry = {}});
  EXPECT_EQ(left(first->touch("b")), minutes(5));
  EXPECT_EQ(left(second->touch("c")), minutes(5));
}

TEST_F(Sharing, WhoHasNoSettingsTakesThoseThatAreThere) {
  EXPECT_THROW(join_redis_schedule(server_.options("shared"), clock_), Error) << "there is no such queue yet";
  const auto worker = join({.policy = {minutes(5), minutes(15)}, .retry = {}});
  const auto producer = join_redis_schedule(server_.options("shared"), clock_);
  EXPECT_EQ(left(producer->touch("a")), minutes(5));
  server_.ask({"FLUSHALL"});
  EXPECT_EQ(left(producer->touch("a")), minutes(5)) << "it creates the queue again, as it was";
}

TEST_F(Sharing, AQueueThatWasLostIsCreatedAgainByTheSettingsOfWhoIsFirst) {
  RedisOptions options = server_.options("shared");
  options.shards = 4;
  const auto old = make_redis_schedule(options, {.policy = {minutes(15), minutes(15)}}, clock_);
  const auto latest = make_redis_schedule(options, {.policy = {minutes(5), minutes(5)}}, clock_);
  server_.ask({"FLUSHALL"});
  latest->touch("a");
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(left(old->touch(std::to_string(i))), minutes(5)) << "in whatever shard it lies";
  }
}

TEST_F(Sharing, AQueueThatWasLostAndHasOtherShardsIsRefused) {
  RedisOptions options = server_.options("shared");
  options.shards = 4;
  const auto four = make_redis_schedule(options, {}, clock_);
  server_.ask({"FLUSHALL"});
  options.shards = 1;
  make_redis_schedule(options, {}, clock_);
  try {
    for (int i = 0; i < 20; ++i) {
      four->touch(std::to_string(i));
    }
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_THAT(error.what(), HasSubstr("shards 1, not 4"));
  }
}

TEST_F(Sharing, AllMustAgreeOnTheShards) {
  RedisOptions options = server_.options("shared");
  options.shards = 4;
  const auto four = make_redis_schedule(options, {}, clock_);
  options.shards = 0;
  make_redis_schedule(options, {}, clock_)->touch("a");
  EXPECT_EQ(four->stats().pending, 1U) << "who does not say takes as many as there are";
  options.shards = 3;
  try {
    make_redis_schedule(options, {}, clock_);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_NE(std::string(error.what()).find("shards 4, not 3"), std::string::npos) << error.what();
  }
}

TEST_F(Sharing, WhatAnotherAsksForWakesWhoWaits) {
  const auto worker = join();
  const auto asker = join();
  for (int round = 0; round < 3; ++round) {
    std::jthread later([&] { asker->request("a", "ann"); });
    std::vector<Run> runs;
    while (runs.empty()) {
      EXPECT_TRUE(worker->wait({}));
      runs = worker->claim(1, minutes(1));
    }
    EXPECT_EQ(runs[0].user, "ann");
    worker->finish(runs[0], Outcome::success());
  }
}

TEST_F(Sharing, QueuesAreApart) {
  join({}, "one")->touch("a");
  EXPECT_EQ(join({}, "two")->stats().pending, 0U);
  EXPECT_THROW(join({}, "a}b"), Error);
  EXPECT_THROW(join({}, ""), Error);
}

TEST_F(Sharing, APageIsOneRoundTripHoweverManyArePending) {
  const auto schedule = join();
  std::vector<std::string> targets;
  for (int i = 0; i < 10'000; ++i) {
    targets.push_back("project:" + std::to_string(i));
  }
  schedule->touch(targets);
  // The commands of clients and of scripts; CONFIG RESETSTAT is counted as the first of them.
  server_.ask({"CONFIG", "RESETSTAT"});
  EXPECT_EQ(schedule->list(ListState::pending, 9'000, 100).entries.size(), 100U);
  const std::string calls = server_.ask({"INFO", "commandstats"}).text();
  EXPECT_THAT(calls, HasSubstr("cmdstat_evalsha:calls=1,"));
  EXPECT_THAT(calls, HasSubstr("cmdstat_zrange:calls=2,")) << "the page, and what of it may run";
}

TEST_F(Sharing, APlainPendingTargetIsOneMemberOfASortedSet) {
  join()->touch(std::vector<std::string>{"a", "b", "c"});
  redis::ReplyReader size = server_.ask({"DBSIZE"});
  EXPECT_EQ(size.integer(), 3) << "its settings, its counts, and what is due";
}

}  // namespace
}  // namespace retally
