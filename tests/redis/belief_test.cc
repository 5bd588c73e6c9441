// What a Toucher believes can be wrong: its clock, its process or the schedule may have played it false. No
// change is lost by that past the next reconciliation.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <random>

#include "retally/manual_clock.h"
#include "retally/redis_schedule.h"
#include "retally/toucher.h"
#include "tests/support/child.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;

const std::string kTarget = "project:7";

// The truth outside the schedule: how often the target was changed, and how many changes are shown.
struct Report {
  std::atomic<int> version;
  std::atomic<int> shown;
  bool is_stale() const { return shown < version; }
};

class BeliefTest : public testing::Test {
 protected:
  std::unique_ptr<Schedule> join() {
    return make_redis_schedule(server_.options(), {.policy = {window_, window_}}, clock_);
  }

  Touched change(Toucher& toucher) {
    ++report_.version;
    return toucher.touch(kTarget);
  }
  void run_what_is_pending() {
    while (!schedule_->states(std::vector{kTarget}).at(0).idle()) {
      schedule_->wait({});
      for (const auto& run : schedule_->claim(1, minutes(1))) {
        report_.shown = report_.version.load();
        EXPECT_TRUE(schedule_->finish(run, Outcome::success()));
      }
    }
  }
  // What the reconciler does for each target; it asks the schedule itself.
  void reconcile() {
    if (report_.is_stale() && schedule_->states(std::vector{kTarget}).at(0).idle()) {
      schedule_->touch(kTarget);
    }
  }
  // It is stale, and nothing would ever run: a change has been lost, until now.
  void expect_that_reconciliation_finds_it() {
    EXPECT_TRUE(report_.is_stale());
    EXPECT_TRUE(schedule_->states(std::vector{kTarget}).at(0).idle());
    reconcile();
    run_what_is_pending();
    EXPECT_FALSE(report_.is_stale());
  }

  const Millis window_{100};
  RedisServer server_;
  SystemClock clock_;
  SharedMemory memory_{sizeof(Report)};
  Report& report_ = *new (memory_.get()) Report();
  std::unique_ptr<Schedule> schedule_ = join();
};

TEST_F(BeliefTest, AClockThatStandsStill) {
  const ManualClock wrong;
  Toucher toucher(*schedule_, wrong);
  change(toucher);
  run_what_is_pending();
  change(toucher);
  EXPECT_EQ(toucher.covered(), 1U) << "the run has started, but not by this clock";
  expect_that_reconciliation_finds_it();
}

TEST_F(BeliefTest, AClockThatJumps) {
  ManualClock wrong;
  Toucher toucher(*schedule_, wrong);
  std::mt19937 random(7);
  const auto chance = [&](unsigned below) { return static_cast<int>(random() % below); };
  for (int round = 0; round < 5; ++round) {
    for (int touches = chance(20); touches >= 0; --touches) {
      wrong.set(clock_.now() + Millis(chance(20'000) - 10'000));
      change(toucher);
      wrong.advance(Millis(chance(200)));
      change(toucher);
    }
    run_what_is_pending();
    change(toucher);
    reconcile();
    run_what_is_pending();
    EXPECT_FALSE(report_.is_stale());
  }
  EXPECT_GT(toucher.covered(), 0U);
}

TEST_F(BeliefTest, AnUpdateThatAnotherCancels) {
  ManualClock clock(clock_.now());
  Toucher toucher(*schedule_, clock);
  change(toucher);
  EXPECT_TRUE(join()->cancel(kTarget));
  change(toucher);
  EXPECT_EQ(toucher.covered(), 1U);
  expect_that_reconciliation_finds_it();
}

TEST_F(BeliefTest, AScheduleThatIsWiped) {
  ManualClock clock(clock_.now());
  Toucher toucher(*schedule_, clock);
  change(toucher);
  server_.ask({"FLUSHALL"});
  change(toucher);
  EXPECT_EQ(toucher.covered(), 1U);
  expect_that_reconciliation_finds_it();
}

TEST_F(BeliefTest, AScheduleThatIsLostWithItsServer) {
  ManualClock clock(clock_.now());
  Toucher toucher(*schedule_, clock);
  change(toucher);
  server_.kill();
  change(toucher);
  EXPECT_EQ(toucher.covered(), 1U) << "it did not even notice";
  server_.start();
  EXPECT_EQ(schedule_->stats().pending, 0U);
  expect_that_reconciliation_finds_it();
}

// The machine's clock; the process stops itself where it is read.
class StoppingClock final : public Clock {
 public:
  enum class Stop { never, before_now, after_now, after_recent };

  void stop(Stop when) { stop_ = when; }
  TimePoint now() const override {
    stop_at(Stop::before_now);
    const TimePoint time = clock_.now();
    stop_at(Stop::after_now);
    return time;
  }
  TimePoint recent() const override {
    const TimePoint time = clock_.recent();
    stop_at(Stop::after_recent);
    return time;
  }
  SteadyTime steady() const override { return clock_.steady(); }
  SteadyTime recent_steady() const override { return clock_.recent_steady(); }
  void wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                  SteadyTime until) override {
    clock_.wait_until(condition, lock, until);
  }

 private:
  void stop_at(Stop when) const {
    if (stop_ == when) {
      raise(SIGSTOP);
    }
  }

  SystemClock clock_;
  Stop stop_ = Stop::never;
};

// Whether or not the touch is covered by then, the run that starts meanwhile has seen the change, for the
// change comes first. So there is nothing to reconcile.
TEST_F(BeliefTest, AProcessThatIsPausedInItsLookUp) {
  Child producer([this] {
    StoppingClock clock;
    const auto schedule = join();
    Toucher toucher(*schedule, clock);
    change(toucher);
    clock.stop(StoppingClock::Stop::after_recent);
    change(toucher);
  });
  ASSERT_TRUE(producer.wait_until_stopped());
  run_what_is_pending();
  EXPECT_EQ(report_.shown, 2);
  producer.go_on();
  EXPECT_TRUE(producer.wait());
  run_what_is_pending();
  EXPECT_FALSE(report_.is_stale());
}

// It counts from before the touch was sent: were the clock read after the answer, a pause between the two
// would let it believe in a run that has been.
TEST_F(BeliefTest, AProcessThatIsPausedAroundItsTouch) {
  for (const auto when : {StoppingClock::Stop::before_now, StoppingClock::Stop::after_now}) {
    Child producer([&] {
      StoppingClock clock;
      const auto schedule = join();
      Toucher toucher(*schedule, clock);
      clock.stop(when);
      change(toucher);
      clock.stop(StoppingClock::Stop::never);
      change(toucher);
    });
    ASSERT_TRUE(producer.wait_until_stopped());
    schedule_->touch(kTarget);
    run_what_is_pending();  // that takes the window
    producer.go_on();
    EXPECT_TRUE(producer.wait());
    run_what_is_pending();
    EXPECT_FALSE(report_.is_stale());
  }
}

}  // namespace
}  // namespace retally
