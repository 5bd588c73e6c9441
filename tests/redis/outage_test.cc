// The server goes away and comes back, with or without what it knew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "retally/error.h"
#include "retally/redis_schedule.h"
#include "tests/support/patience.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// What the call throws as unavailable, or nothing.
std::string unavailable(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
    return error.what();
  }
  return "";
}

class Outage : public testing::Test {
 protected:
  using Run = retally::Run;

  void ask(const std::vector<std::string>& command) { server_.ask(command); }
  Run claim_one() {
    const auto runs = schedule_->claim(10, minutes(1));
    EXPECT_EQ(runs.size(), 1U);
    return runs.empty() ? Run{} : runs.front();
  }

  RedisServer server_;
  SystemClock clock_;
  const ScheduleOptions now_{.policy = {Millis(0), Millis(0)}, .retry = {}};
  std::unique_ptr<Schedule> schedule_ = make_redis_schedule(server_.options(), now_, clock_);
};

TEST_F(Outage, ScriptsThatTheServerForgotAreLoadedAgain) {
  ask({"SCRIPT", "FLUSH"});
  EXPECT_EQ(schedule_->touch("a").result, TouchResult::scheduled);
  EXPECT_EQ(claim_one().target, "a");
}

TEST_F(Outage, AQueueThatWasWipedIsCreatedAgain) {
  schedule_->touch("a");
  const Run lost = claim_one();
  ask({"FLUSHALL"});
  EXPECT_FALSE(schedule_->holds(lost));
  EXPECT_FALSE(schedule_->finish(lost, Outcome::success()));
  EXPECT_EQ(schedule_->touch("a").result, TouchResult::scheduled);
  const Run next = claim_one();
  EXPECT_GT(next.token, lost.token) << "a token is never used twice";
  EXPECT_FALSE(schedule_->finish(lost, Outcome::success())) << "that would end the run of another";
  EXPECT_TRUE(schedule_->finish(next, Outcome::success()));
}

TEST_F(Outage, NothingElseIsDoneTwiceWhenAQueueIsCreatedAgain) {
  ask({"FLUSHALL"});
  const std::vector<std::string> targets(1'200, "a");
  schedule_->touch(targets);
  EXPECT_EQ(schedule_->stats().touches, 1'200U);
}

TEST_F(Outage, WhileTheServerIsAwayEveryCallSaysSoAndAfterwardsAllIsWell) {
  schedule_->touch("a");
  server_.kill();
  const std::string socket = server_.address().socket;
  EXPECT_THAT(unavailable([&] { schedule_->touch("a"); }), HasSubstr(socket));
  EXPECT_THAT(unavailable([&] { schedule_->claim(1, minutes(1)); }), HasSubstr(socket));
  EXPECT_THAT(unavailable([&] { schedule_->wait({}); }), HasSubstr(socket));
  EXPECT_THAT(unavailable([&] { schedule_->wait({}); }), HasSubstr(socket)) << "the lead was given up";
  server_.start();
  EXPECT_EQ(schedule_->touch("a").result, TouchResult::scheduled);
  EXPECT_TRUE(schedule_->wait({}));
  EXPECT_EQ(claim_one().target, "a");
}

// As a server does, or a proxy, that is tired of connections which are idle.
TEST_F(Outage, AnIdleConnectionThatWasClosedIsReplaced) {
  schedule_->touch("a");
  ask({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
  EXPECT_EQ(unavailable([&] { schedule_->touch("b"); }), "");
}

// As a server does that evicts.
TEST_F(Outage, AnyKeyMayBeTakenAway) {
  const auto targets = std::vector<std::string>{"a", "b", "failed"};
  for (const std::string key : {"config", "due", "held", "runs", "failed", "failed_at", "first", "touches",
                                "counts", "notes", "leases", "requests", "queue", "ended", "history"}) {
    SCOPED_TRACE(key);
    const ScheduleOptions settings{.policy = now_.policy, .retry = {.max_attempts = 1}};
    const auto schedule = make_redis_schedule(server_.options(key), settings, clock_);
    schedule->touch("failed");
    schedule->finish(schedule->claim(1, minutes(1)).at(0), Outcome::failure("broken"));
    schedule->touch("a");
    ASSERT_EQ(schedule->claim(1, Millis(50)).size(), 1U);
    schedule->touch(std::vector<std::string>{"a", "b", "b"});
    schedule->request("a", "ann");
    schedule->request("c", "ann");
    ask({"DEL", "retally:{" + key + ":0}:" + key});
    for (const auto state : {ListState::pending, ListState::running, ListState::failed, ListState::history}) {
      schedule->list(state, 0, 100);
    }
    schedule->request("c", "ann");
    std::set<std::string> ran;
    // As reconciliation does, and people for what has failed.
    const auto reconcile = [&] {
      const std::vector<TargetState> states = schedule->states(targets);
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!states[i].pending && !states[i].running && !ran.contains(targets[i])) {
          schedule->touch(targets[i]);
        }
      }
    };
    wait_until([&] {
      reconcile();
      schedule->wait({});
      for (const Run& run : schedule->claim(10, minutes(1))) {
        EXPECT_TRUE(schedule->finish(run, Outcome::success()));
        ran.insert(run.target);
      }
      return ran.size() == 4;
    });
    EXPECT_EQ(schedule->stats().running, 0U);
  }
}

TEST_F(Outage, ARunWhoseLeaseWasTakenAwayIsTakenBack) {
  const auto schedule = make_redis_schedule(
      server_.options(), {.policy = now_.policy, .retry = {.first_delay = Millis(0)}}, clock_);
  schedule->touch("a");
  const Run run = schedule->claim(1, minutes(1)).at(0);
  ask({"DEL", "retally:{default:0}:leases"});
  EXPECT_FALSE(schedule->holds(run));
  EXPECT_FALSE(schedule->extend(run, minutes(1)));
  EXPECT_FALSE(schedule->finish(run, Outcome::success()));
  EXPECT_TRUE(schedule->wait({}));
  const auto again = schedule->claim(1, minutes(1));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempt, 2);
  EXPECT_TRUE(schedule->finish(again[0], Outcome::success()));
}

TEST_F(Outage, WhatWaitsForARunThatWasTakenAwayIsDue) {
  for (const auto& keys : {std::vector<std::string>{"runs"}, std::vector<std::string>{"runs", "leases"}}) {
    schedule_->touch("a");
    const Run run = claim_one();
    schedule_->touch("a");
    for (const std::string& key : keys) {
      ask({"DEL", "retally:{default:0}:" + key});
    }
    EXPECT_FALSE(schedule_->finish(run, Outcome::success()));
    EXPECT_TRUE(schedule_->wait({}));
    const Run next = claim_one();
    EXPECT_EQ(next.target, "a");
    EXPECT_TRUE(schedule_->finish(next, Outcome::success()));
    EXPECT_TRUE(schedule_->states(std::vector<std::string>{"a"})[0].idle());
  }
}

TEST_F(Outage, AServerThatHangsIsLeftAloneForAWhile) {
  RedisOptions impatient = server_.options();
  impatient.command_timeout = Millis(300);
  const auto schedule = make_redis_schedule(impatient, now_, clock_);
  server_.pause();
  EXPECT_THAT(unavailable([&] { schedule->touch("a"); }), HasSubstr("no answer in time"));
  EXPECT_THAT(unavailable([&] { schedule->touch("a"); }), HasSubstr("asked again soon"));
  server_.resume();
  wait_until([&] { return unavailable([&] { schedule->touch("b"); }).empty(); });
}

TEST_F(Outage, AServerThatIsNotThereAtTheStartIsNamed) {
  RedisOptions options;
  options.addresses = {{.port = 1}};
  EXPECT_THAT(unavailable([&] { make_redis_schedule(options, now_, clock_); }), HasSubstr("127.0.0.1:1"));
}

TEST_F(Outage, AWrongPasswordIsNotTold) {
  RedisOptions options = server_.options();
  options.login = {"ann", "secret"};
  EXPECT_THAT(unavailable([&] { make_redis_schedule(options, now_, clock_); }),
              AllOf(HasSubstr("WRONGPASS"), Not(HasSubstr("secret"))));
}

}  // namespace
}  // namespace retally
