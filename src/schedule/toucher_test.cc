#include "retally/toucher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "retally/error.h"
#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "schedule/schedule_testing.h"

namespace retally {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class ToucherTest : public testing::Test {
 protected:
  void use(const Policy& policy, std::size_t targets = 64) {
    schedule_ = make_memory_schedule({.policy = policy}, clock_);
    toucher_ = std::make_unique<Toucher>(*schedule_, clock_, targets);
  }
  // How many touches the schedule has been told of, with and without a call.
  std::uint64_t told() { return schedule_->stats().touches; }

  ManualClock clock_{kStart};
  std::unique_ptr<Schedule> schedule_;
  std::unique_ptr<Toucher> toucher_;
};

TEST_F(ToucherTest, ACoveredTouchCostsNoCall) {
  use({minutes(15), minutes(15)});
  EXPECT_EQ(toucher_->touch("a").result, TouchResult::scheduled);
  clock_.advance(seconds(4));
  const Touched covered = toucher_->touch("a");
  EXPECT_EQ(covered.result, TouchResult::merged);
  EXPECT_EQ(covered.due, kStart + minutes(15));
  EXPECT_TRUE(covered.settled);
  EXPECT_EQ(told(), 1U);
  EXPECT_EQ(toucher_->covered(), 1U);
  EXPECT_EQ(toucher_->touch("b").result, TouchResult::scheduled) << "another target is another matter";
}

TEST_F(ToucherTest, NothingIsBelievedForLong) {
  use({minutes(15), minutes(15)});
  toucher_->touch("a");
  clock_.advance(Toucher::kLongestBelief - Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
  clock_.advance(Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
  EXPECT_EQ(told(), 3U) << "and the covered touch was handed on";
  EXPECT_EQ(schedule_->list(ListState::pending, 0, 1).entries.at(0).touches, 3U);
}

TEST_F(ToucherTest, TheMarginBeforeTheDueTimeIsNotCovered) {
  use({Millis(100), Millis(100)});
  toucher_->touch("a");
  clock_.advance(Millis(100) - Toucher::kMargin - Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
  clock_.advance(Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
}

TEST_F(ToucherTest, AWindowWithinTheMarginCoversNothing) {
  use({Toucher::kMargin, Toucher::kMargin});
  toucher_->touch("a");
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 0U);
}

TEST_F(ToucherTest, ADebounceCoversOnlyAtItsCap) {
  use({seconds(1), seconds(3)});
  for (int i = 0; i < 3; ++i) {
    toucher_->touch("a");
    clock_.advance(Millis(900));
  }
  EXPECT_EQ(told(), 3U) << "each may put it off";
  EXPECT_TRUE(toucher_->touch("a").settled);
  EXPECT_EQ(told(), 4U);
  toucher_->touch("a");
  EXPECT_EQ(told(), 4U);
}

TEST_F(ToucherTest, ATouchAfterTheRunStartedReachesTheSchedule) {
  use({Millis(100), Millis(100)});
  toucher_->touch("a");
  clock_.advance(Millis(100));
  ASSERT_EQ(schedule_->claim(1, minutes(1)).size(), 1U);
  EXPECT_EQ(toucher_->touch("a").result, TouchResult::scheduled);
}

TEST_F(ToucherTest, AClockThatIsSetBackProlongsNothing) {
  use({minutes(15), minutes(15)});
  toucher_->touch("a");
  clock_.set(kStart - seconds(3));
  clock_.advance(Toucher::kLongestBelief - Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
  clock_.advance(Millis(1));
  toucher_->touch("a");
  EXPECT_EQ(toucher_->covered(), 1U);
}

// The schedule's clock is another's, and goes on.
TEST_F(ToucherTest, AClockThatIsSetBackBeforeTheRunCoversNothingAfterIt) {
  ManualClock elsewhere(kStart);
  schedule_ = make_memory_schedule({.policy = {seconds(1), seconds(1)}}, elsewhere);
  toucher_ = std::make_unique<Toucher>(*schedule_, clock_);
  const auto pass = [&](Millis time) {
    elsewhere.advance(time);
    clock_.advance(time);
  };
  toucher_->touch("a");
  pass(Millis(500));
  clock_.set(clock_.now() - seconds(3));
  pass(Millis(500));
  ASSERT_EQ(schedule_->claim(1, minutes(1)).size(), 1U);
  EXPECT_EQ(toucher_->touch("a").result, TouchResult::scheduled);
}

TEST_F(ToucherTest, AClockThatIsSetForwardCoversNothingThatRunsSooner) {
  use({minutes(15), minutes(15)});
  toucher_->touch("a");
  clock_.set(kStart + minutes(15));
  ASSERT_EQ(schedule_->claim(1, minutes(1)).size(), 1U);
  EXPECT_EQ(toucher_->touch("a").result, TouchResult::scheduled);
}

TEST_F(ToucherTest, WhoCancelsSaysSo) {
  use({minutes(15), minutes(15)});
  toucher_->touch("a");
  schedule_->cancel("a");
  toucher_->forget("a");
  toucher_->forget("unknown");
  EXPECT_EQ(toucher_->touch("a").result, TouchResult::scheduled);
}

TEST_F(ToucherTest, ABatchAsksOnlyForWhatIsNotCovered) {
  use({minutes(15), minutes(15)});
  toucher_->touch("b");
  const std::vector<std::string> targets = {"a", "b", "c"};
  const std::vector<Touched> answers = toucher_->touch(targets);
  EXPECT_THAT(answers, testing::ElementsAre(testing::Field(&Touched::result, TouchResult::scheduled),
                                            testing::Field(&Touched::result, TouchResult::merged),
                                            testing::Field(&Touched::result, TouchResult::scheduled)));
  EXPECT_EQ(told(), 3U);
  EXPECT_EQ(toucher_->touch(targets).size(), 3U);
  EXPECT_EQ(told(), 3U);
}

TEST_F(ToucherTest, ABatchMayBeWrittenDown) {
  use({minutes(15), minutes(15)});
  toucher_->touch("project:8");
  EXPECT_THAT(toucher_->touch({"project:7", "project:8"}),
              testing::ElementsAre(testing::Field(&Touched::result, TouchResult::scheduled),
                                   testing::Field(&Touched::result, TouchResult::merged)));
  EXPECT_EQ(schedule_->stats().pending, 2U);
}

TEST_F(ToucherTest, ItsMemoryIsBoundedAndWhatIsForgottenIsAskedAgain) {
  use({minutes(15), minutes(15)}, 8);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1'000; ++i) {
      toucher_->touch("t" + std::to_string(i));
      clock_.advance(Millis(1));
    }
  }
  EXPECT_EQ(schedule_->stats().pending, 1'000U);
  EXPECT_EQ(toucher_->covered(), 0U) << "each was pushed out before it came again";
  toucher_->touch("t999");
  EXPECT_EQ(toucher_->covered(), 1U) << "the latest is remembered";
}

TEST_F(ToucherTest, ABadTargetIsRefused) {
  use({minutes(15), minutes(15)});
  EXPECT_THROW(toucher_->touch(""), Error);
}

}  // namespace
}  // namespace retally
