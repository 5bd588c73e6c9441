// Many use one queue: each schedule here stands for a process, with connections of its own.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <thread>

#include "redis/connection.h"
#include "redis/redis_schedule.h"
#include "retally/error.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;

class Sharing : public testing::Test {
 protected:
  using Run = retally::Run;

  std::unique_ptr<Schedule> join(const ScheduleOptions& settings = {}, const std::string& queue = "shared") {
    return redis::make_redis_schedule({server_.address(), queue}, settings, clock_);
  }

  RedisServer server_;
  SystemClock clock_;
};

TEST_F(Sharing, WhoTouchesAFreshTargetAtOnceMakesOnePending) {
  constexpr int kProcesses = 16;
  constexpr int kRounds = 200;
  std::vector<std::atomic<int>> scheduled(kRounds);
  std::barrier<> at_once(kProcesses);
  {
    std::vector<std::jthread> processes;
    for (int i = 0; i < kProcesses; ++i) {
      processes.emplace_back([&] {
        const auto schedule = join();
        for (std::size_t round = 0; round < kRounds; ++round) {
          at_once.arrive_and_wait();
          const Touched touched = schedule->touch(std::to_string(round));
          scheduled[round] += touched.result == TouchResult::scheduled ? 1 : 0;
        }
      });
    }
  }
  for (const auto& count : scheduled) {
    EXPECT_EQ(count, 1);
  }
}

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

TEST_F(Sharing, AllMustAgreeOnTheSettings) {
  join();
  try {
    join({.policy = {Millis(1), Millis(2)}, .retry = {}});
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_NE(std::string(error.what()).find("quiet 900000, not 1"), std::string::npos) << error.what();
  }
}

TEST_F(Sharing, QueuesAreApart) {
  join({}, "one")->touch("a");
  EXPECT_EQ(join({}, "two")->stats().pending, 0U);
  EXPECT_THROW(join({}, "a}b"), Error);
  EXPECT_THROW(join({}, ""), Error);
}

TEST_F(Sharing, APlainPendingTargetIsOneMemberOfASortedSet) {
  join()->touch(std::vector<std::string>{"a", "b", "c"});
  redis::ReplyReader size(redis::Connection(server_.address()).ask(std::vector<std::string>{"DBSIZE"}));
  EXPECT_EQ(size.integer(), 3) << "its settings, its counts, and what is due";
}

}  // namespace
}  // namespace retally
