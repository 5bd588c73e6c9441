// How workers sleep and wake; what the schedule answers is in the suites that every implementation runs.
#include "retally/memory_schedule.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "retally/error.h"
#include "retally/manual_clock.h"
#include "schedule/schedule_testing.h"

namespace retally {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class MemoryScheduleWait : public testing::Test {
 protected:
  // Waits in a thread of its own until there is something to claim.
  std::jthread waiter() {
    return std::jthread([this](const std::stop_token& stop) { woken_ = schedule_->wait(stop); });
  }

  ManualClock clock_{kStart};
  std::unique_ptr<Schedule> schedule_ = make_memory_schedule({}, clock_);
  std::atomic<bool> woken_ = false;
};

TEST_F(MemoryScheduleWait, SleepsUntilTheDueTime) {
  schedule_->touch("a");
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  clock_.advance(minutes(15) - Millis(1));
  clock_.await_waiters(1);
  EXPECT_FALSE(woken_) << "it sleeps on";
  clock_.advance(Millis(1));
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, SleepsUntilALeaseEnds) {
  schedule_->request("a", "ann");
  ASSERT_EQ(schedule_->claim(1, seconds(10)).size(), 1U);
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  clock_.advance(seconds(10));
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, ALeaseThatIsCutShortIsNotSleptThrough) {
  schedule_->request("a", "ann");
  const auto runs = schedule_->claim(1, minutes(10));
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  EXPECT_TRUE(schedule_->extend(runs.at(0), Millis(10)));
  clock_.await_waiters(1);
  clock_.advance(Millis(10));
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, AClockThatIsSetIsFollowedWithinAMinute) {
  schedule_->touch("a");
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  clock_.set(kStart + minutes(15));
  clock_.advance(minutes(1));
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, ARequestWakes) {
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  schedule_->request("a", "ann");
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, TheEndOfARunWakesForWhatWaitedForIt) {
  schedule_->touch("a");
  schedule_->request("a", "ann");
  const auto runs = schedule_->claim(1, std::chrono::hours(1));
  clock_.advance(minutes(20));
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  EXPECT_FALSE(woken_) << "the update is due, but its target runs";
  schedule_->finish(runs.at(0), Outcome::success());
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, AnEarlierDueTimeIsNotSleptThrough) {
  schedule_ = make_memory_schedule({.policy = {}, .retry = {1, seconds(0), seconds(0)}}, clock_);
  schedule_->touch("a");
  clock_.advance(minutes(15));
  schedule_->finish(schedule_->claim(1, minutes(1)).at(0), Outcome::failure("broken"));
  schedule_->touch("b");
  std::jthread thread = waiter();
  clock_.await_waiters(1);
  schedule_->retry("a");
  thread.join();
  EXPECT_TRUE(woken_);
}

TEST_F(MemoryScheduleWait, AStopEndsEveryWait) {
  std::atomic<int> stopped = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&](const std::stop_token& stop) { stopped += schedule_->wait(stop) ? 0 : 1; });
    }
    clock_.await_waiters(1);
  }
  EXPECT_EQ(stopped, 8);
}

// The one that keeps the time is stopped: another takes over, so that the time still comes. Then each who
// wakes calls the next, as long as there is something to claim.
TEST_F(MemoryScheduleWait, WhoLeavesCallsAnother) {
  for (int round = 0; round < 20; ++round) {
    schedule_->touch("a");
    std::jthread leader = waiter();
    clock_.await_waiters(1);
    std::atomic<int> woken = 0;
    {
      std::vector<std::jthread> followers;
      for (int i = 0; i < 7; ++i) {
        followers.emplace_back([&] { woken += schedule_->wait({}) ? 1 : 0; });
      }
      leader.request_stop();
      leader.join();
      clock_.await_waiters(1);
      clock_.advance(minutes(15));
    }
    EXPECT_EQ(woken, 7);
    schedule_->finish(schedule_->claim(1, minutes(1)).at(0), Outcome::success());
  }
}

TEST(MemorySchedule, RefusesOptionsThatMakeNoSense) {
  ManualClock clock;
  EXPECT_THROW(make_memory_schedule({.policy = {seconds(2), seconds(1)}}, clock), Error);
  EXPECT_THROW(make_memory_schedule({.retry = {0, seconds(1), seconds(1)}}, clock), Error);
  EXPECT_THROW(make_memory_schedule({.request_result_ttl = Millis(-1)}, clock), Error);
}

TEST(MemorySchedule, FailedTargetsAreBounded) {
  ManualClock clock(kStart);
  const auto schedule = make_memory_schedule(
      {.policy = {seconds(0), seconds(0)}, .retry = {1, seconds(0), seconds(0)}, .failed_size = 2}, clock);
  for (const char* target : {"a", "b", "c"}) {
    schedule->touch(target);
    schedule->finish(schedule->claim(1, seconds(1)).at(0), Outcome::failure("broken"));
    clock.advance(Millis(1));
  }
  EXPECT_EQ(schedule->list(ListState::failed, 0, 10).total, 2U);
  EXPECT_FALSE(schedule->retry("a")) << "the one that failed first made room";
  EXPECT_TRUE(schedule->retry("b"));
}

}  // namespace
}  // namespace retally
