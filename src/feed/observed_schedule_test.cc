#include "feed/observed_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/feed_testing.h"
#include "retally/error.h"
#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"

namespace retally {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A fixed window of a minute; a failed update is tried again once, after a second.
constexpr ScheduleOptions kOptions{.policy = {minutes(1), minutes(1)},
                                   .retry = {.max_attempts = 2, .first_delay = seconds(1)}};

class ObservedScheduleTest : public testing::Test {
 protected:
  using Events = std::vector<FeedEvent>;

  // What was told since the last time.
  Events told() { return std::exchange(told_, {}); }

  retally::Run claim_one() { return observed_.claim(1, minutes(1)).at(0); }
  FeedEvent event(FeedKind kind) const { return {.kind = kind, .target = "project:7", .at = clock_.now()}; }
  FeedEvent pending(TimePoint due) const {
    FeedEvent pending = event(FeedKind::pending);
    pending.due = due;
    return pending;
  }
  FeedEvent failed(const std::string& why) const {
    FeedEvent failed = event(FeedKind::failed);
    failed.error = why;
    return failed;
  }

  ManualClock clock_{TimePoint(minutes(1000))};
  std::unique_ptr<Schedule> schedule_ = make_memory_schedule(kOptions, clock_);
  DirectFeed feed_;
  ObservedSchedule observed_{*schedule_, feed_, clock_};
  Events told_;
  Subscription subscription_ = feed_.subscribe([this](auto events) {
    for (const FeedEvent& event : events) {
      if (event.kind != FeedKind::reload) told_.push_back(event);
    }
  });
};

TEST_F(ObservedScheduleTest, TellsOfTheTouchThatMadeATargetPending) {
  EXPECT_EQ(observed_.touch("project:7").result, TouchResult::scheduled);
  EXPECT_THAT(told(), ElementsAre(pending(clock_.now() + minutes(1))));
  EXPECT_EQ(observed_.touch("project:7").result, TouchResult::merged);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(ObservedScheduleTest, TellsOfEachTargetOfAList) {
  observed_.touch(std::vector<std::string>{"a", "b", "a", "c"});
  std::vector<std::string> targets;
  for (const FeedEvent& event : told()) targets.push_back(event.target);
  EXPECT_THAT(targets, ElementsAre("a", "b", "c"));
}

TEST_F(ObservedScheduleTest, TellsOfARunFromClaimToEnd) {
  observed_.touch("project:7");
  observed_.touch("project:7");
  const TimePoint due = clock_.now() + minutes(1);
  clock_.advance(minutes(2));
  told();
  const auto run = claim_one();
  FeedEvent running = event(FeedKind::running);
  running.due = due;
  running.attempt = 1;
  running.touches = 2;
  EXPECT_THAT(told(), ElementsAre(running));
  EXPECT_TRUE(observed_.finish(run, Outcome::success()));
  EXPECT_THAT(told(), ElementsAre(event(FeedKind::renewed)));
}

TEST_F(ObservedScheduleTest, TellsOfATouchDuringARun) {
  observed_.touch("project:7");
  clock_.advance(minutes(1));
  claim_one();
  told();
  observed_.touch("project:7");
  EXPECT_THAT(told(), ElementsAre(pending(clock_.now() + minutes(1))));
}

TEST_F(ObservedScheduleTest, TellsOfAFailureAndOfWhatFollowsIt) {
  observed_.touch("project:7");
  clock_.advance(minutes(1));
  const auto first = claim_one();
  told();
  observed_.finish(first, Outcome::failure("the disk is full"));
  EXPECT_THAT(told(), ElementsAre(failed("the disk is full"), pending(clock_.now() + seconds(1))));

  clock_.advance(seconds(1));
  const auto second = claim_one();
  EXPECT_EQ(told().at(0).attempt, 2);
  observed_.finish(second, Outcome::failure("still"));
  EXPECT_THAT(told(), ElementsAre(failed("still"))) << "for good";

  EXPECT_TRUE(observed_.retry("project:7"));
  EXPECT_THAT(told(), ElementsAre(pending(clock_.now())));
}

TEST_F(ObservedScheduleTest, TellsNothingOfARunThatIsLost) {
  observed_.touch("project:7");
  clock_.advance(minutes(1));
  const auto lost = claim_one();
  clock_.advance(minutes(10));
  told();
  EXPECT_FALSE(observed_.finish(lost, Outcome::success()));
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(ObservedScheduleTest, TellsWhoAskedForAnUpdate) {
  observed_.request("project:7", "anna");
  FeedEvent requested = event(FeedKind::requested);
  requested.user = "anna";
  EXPECT_THAT(told(), ElementsAre(requested));
  claim_one();
  const FeedEvent running = told().at(0);
  EXPECT_EQ(running.run, RunKind::request);
  EXPECT_EQ(running.user, "anna");
}

TEST_F(ObservedScheduleTest, TellsOfWhatWasCancelled) {
  EXPECT_FALSE(observed_.cancel("project:7"));
  EXPECT_FALSE(observed_.retry("project:7"));
  EXPECT_THAT(told(), IsEmpty());
  observed_.touch("project:7");
  told();
  EXPECT_TRUE(observed_.cancel("project:7"));
  EXPECT_THAT(told(), ElementsAre(event(FeedKind::cancelled)));
}

TEST_F(ObservedScheduleTest, TellsNothingOfACallThatFailed) {
  EXPECT_THROW(observed_.touch(""), Error);
  EXPECT_THROW(observed_.request("project:7", std::string(kMaxUserBytes + 1, 'a')), Error);
  EXPECT_THAT(told(), IsEmpty());
}

// A feed that nobody listens to, and that fails the test if it is told anything.
class DeafFeed final : public Feed {
 public:
  bool wanted() const noexcept override { return false; }
  void publish(std::span<const FeedEvent> /*events*/) noexcept override { ADD_FAILURE() << "nobody listens"; }
  Subscription subscribe(Listener /*listener*/) override { return {}; }
  std::uint64_t dropped() const override { return 0; }
};

TEST_F(ObservedScheduleTest, TellsNothingWhenNobodyListens) {
  DeafFeed deaf;
  ObservedSchedule observed(*schedule_, deaf, clock_);
  observed.touch("project:7");
  EXPECT_TRUE(observed.cancel("project:7"));
}

}  // namespace
}  // namespace retally
