// What every implementation of the schedule promises, beyond what short traces show: the odd and the hostile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "retally/error.h"
#include "trace.h"

namespace retally {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Contract : public testing::TestWithParam<SubjectKind> {
 protected:
  void use(const ScheduleOptions& options) { subject_ = GetParam().make(options); }
  Schedule& schedule() { return subject_->schedule(); }
  TimePoint now() { return subject_->clock().now(); }
  void advance(Millis by) { subject_->advance(by); }

  // Claims the only run there is.
  retally::Run claim_one(Millis lease = minutes(1)) {
    const auto runs = schedule().claim(10, lease);
    EXPECT_THAT(runs, SizeIs(1));
    return runs.empty() ? retally::Run{} : runs.front();
  }

  void expect_refused(const std::function<void()>& call) {
    try {
      call();
      FAIL() << "not refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    }
  }

  std::unique_ptr<Subject> subject_ = GetParam().make({});
};

TEST_P(Contract, AFixedWindowIsDecidedByItsFirstTouch) {
  const TimePoint start = now();
  EXPECT_EQ(schedule().touch("a").result, TouchResult::scheduled);
  advance(minutes(14));
  const Touched merged = schedule().touch("a");
  EXPECT_EQ(merged.result, TouchResult::merged);
  EXPECT_EQ(merged.due, start + minutes(15));
  EXPECT_EQ(merged.at, start + minutes(14));
  EXPECT_TRUE(merged.settled);
}

TEST_P(Contract, ADebounceIsPutOffUpToItsCap) {
  use({.policy = {minutes(10), minutes(20)}});
  const TimePoint start = now();
  EXPECT_EQ(schedule().touch("a").due, start + minutes(10));
  advance(minutes(6));
  const Touched postponed = schedule().touch("a");
  EXPECT_EQ(postponed.result, TouchResult::postponed);
  EXPECT_EQ(postponed.due, start + minutes(16));
  EXPECT_FALSE(postponed.settled);
  advance(minutes(8));
  EXPECT_EQ(schedule().touch("a").due, start + minutes(20));
  advance(minutes(3));
  const Touched merged = schedule().touch("a");
  EXPECT_EQ(merged.result, TouchResult::merged);
  EXPECT_EQ(merged.due, start + minutes(20));
  EXPECT_TRUE(merged.settled);
}

TEST_P(Contract, IsNeverEarly) {
  schedule().touch("a");
  advance(minutes(15) - Millis(1));
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty());
  advance(Millis(1));
  const auto run = claim_one();
  EXPECT_EQ(run.started, run.due);
}

TEST_P(Contract, ATouchDuringARunCausesOneMoreRun) {
  schedule().touch("a");
  advance(minutes(15));
  const auto run = claim_one();
  for (int i = 0; i < 100; ++i) {
    schedule().touch("a");
  }
  EXPECT_TRUE(schedule().finish(run, Outcome::success()));
  advance(minutes(15));
  const auto second = claim_one();
  EXPECT_EQ(second.touches, 100U);
  EXPECT_TRUE(schedule().finish(second, Outcome::success()));
  advance(hours(1));
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty());
}

TEST_P(Contract, ManyRunsAreEndedAtOnceEachInItsOwnWay) {
  schedule().touch(std::vector<std::string>{"a", "b", "c"});
  advance(minutes(15));
  const auto runs = schedule().claim(3, minutes(1));
  ASSERT_THAT(runs, SizeIs(3));
  const std::vector<Ending> endings = {{runs[0].target, runs[0].token},
                                       {runs[1].target, runs[1].token, "disk full"},
                                       {runs[2].target, runs[0].token},
                                       {runs[0].target, runs[0].token},
                                       {"unknown", runs[0].token}};
  EXPECT_THAT(schedule().finish(endings), ElementsAre(true, true, false, false, false));
  EXPECT_TRUE(schedule().states(std::vector<std::string>{"a"})[0].idle());
  EXPECT_EQ(schedule().list(ListState::pending, 0, 10).entries.at(0).error, "disk full");
  EXPECT_TRUE(schedule().holds(runs[2])) << "it was named with the token of another run";
  EXPECT_THAT(schedule().finish(std::span<const Ending>()), IsEmpty());
}

TEST_P(Contract, ABatchOfTouchesIsAnsweredInItsOrder) {
  const std::vector<std::string> targets = {"b", "a", "b"};
  EXPECT_THAT(schedule().touch(targets), ElementsAre(Field(&Touched::result, TouchResult::scheduled),
                                                     Field(&Touched::result, TouchResult::scheduled),
                                                     Field(&Touched::result, TouchResult::merged)));
  EXPECT_THAT(schedule().touch(std::vector<std::string>{}), IsEmpty());
}

TEST_P(Contract, ATouchCanStandForManyChanges) {
  const std::vector<Touch> touches = {{"a", 40}, {"a", 2}};
  schedule().touch(touches);
  EXPECT_EQ(schedule().list(ListState::pending, 0, 1).entries.at(0).touches, 42U);
  EXPECT_EQ(schedule().stats().touches, 42U);
  EXPECT_EQ(schedule().stats().merges, 41U);
}

TEST_P(Contract, ABatchMayBeWrittenDown) {
  EXPECT_THAT(schedule().touch({"project:7", "project:8"}), SizeIs(2));
  EXPECT_THAT(schedule().touch({Touch{"project:7", 3}, Touch{"project:9", 2}}), SizeIs(2));
  EXPECT_THAT(schedule().touch({"project:7"}), SizeIs(1));
  EXPECT_EQ(schedule().stats().touches, 8U);
  EXPECT_EQ(schedule().stats().pending, 3U);
}

TEST_P(Contract, ATouchStandsForOneChangeAtLeast) {
  for (const std::uint64_t count :
       {std::uint64_t{0}, kMaxTouchCount + 1, std::uint64_t{1} << 63U, UINT64_MAX}) {
    const std::vector<Touch> touches = {{"good"}, {"bad", count}};
    expect_refused([&] { schedule().touch(touches); });
  }
  EXPECT_EQ(schedule().stats().pending, 0U);
  const std::vector<Touch> most(3, {"a", kMaxTouchCount});
  schedule().touch(most);
  EXPECT_EQ(schedule().stats().touches, 3 * kMaxTouchCount);
  EXPECT_EQ(schedule().list(ListState::pending, 0, 1).entries.at(0).touches, 3 * kMaxTouchCount);
}

TEST_P(Contract, ABadTargetIsRefusedBeforeAnyIsTouched) {
  for (const std::string& bad : {std::string(), std::string(kMaxTargetBytes + 1, 'x'), std::string("a\nb"),
                                 std::string("a\0b", 3), std::string("a\x7f")}) {
    const std::vector<std::string> targets = {"good", bad};
    expect_refused([&] { schedule().touch(targets); });
    expect_refused([&] { schedule().request(bad, "user"); });
    expect_refused([&] { schedule().cancel(bad); });
    expect_refused([&] { schedule().retry(bad); });
    expect_refused([&] { schedule().due(bad); });
    expect_refused([&] { schedule().states(targets); });
  }
  EXPECT_EQ(schedule().stats().pending, 0U);
  EXPECT_EQ(schedule().touch(std::string(kMaxTargetBytes, 'x')).result, TouchResult::scheduled);
  EXPECT_EQ(schedule().touch("\xd0\xbf\xd1\x80:1 {x}").result, TouchResult::scheduled);
}

TEST_P(Contract, ALeaseHasItsLimits) {
  schedule().touch("a");
  advance(minutes(15));
  for (const Millis bad : {Millis(0), Millis(-1), Millis(std::chrono::days(367))}) {
    expect_refused([&] { schedule().claim(1, bad); });
  }
  const auto run = claim_one(Millis(1));
  expect_refused([&] { schedule().extend(run, Millis(0)); });
  EXPECT_TRUE(schedule().holds(run));
}

TEST_P(Contract, WhoeverLostTheLeaseCannotEndTheRun) {
  schedule().touch("a");
  advance(minutes(15));
  const auto slow = claim_one(seconds(10));
  advance(seconds(10));
  EXPECT_FALSE(schedule().holds(slow));
  EXPECT_FALSE(schedule().finish(slow, Outcome::success()));
  EXPECT_EQ(schedule().extend(slow, seconds(10)), std::nullopt);

  EXPECT_THAT(schedule().claim(10, seconds(10)), IsEmpty()) << "tried again with back-off";
  advance(seconds(5));
  const auto next = claim_one(seconds(10));
  EXPECT_EQ(next.attempt, 2);
  EXPECT_NE(next.token, slow.token);
  EXPECT_FALSE(schedule().finish(slow, Outcome::success())) << "that would end the run of another";
  EXPECT_TRUE(schedule().holds(next));
  EXPECT_EQ(schedule().stats().orphans, 1U);
}

TEST_P(Contract, ALeaseThatIsExtendedIsKept) {
  schedule().touch("a");
  advance(minutes(15));
  const auto run = claim_one(seconds(10));
  for (int i = 0; i < 10; ++i) {
    advance(seconds(9));
    EXPECT_EQ(schedule().extend(run, seconds(10)), now() + seconds(10));
  }
  EXPECT_TRUE(schedule().finish(run, Outcome::success()));
  EXPECT_FALSE(schedule().finish(run, Outcome::success())) << "it has ended";
}

TEST_P(Contract, ManyLeasesAreExtendedAtOnce) {
  std::vector<std::string> targets;
  for (int i = 0; i < 1'200; ++i) {
    targets.push_back(std::to_string(i));
  }
  schedule().touch(targets);
  advance(minutes(15));
  auto runs = schedule().claim(targets.size(), minutes(1));
  ASSERT_THAT(runs, SizeIs(targets.size()));
  EXPECT_TRUE(schedule().finish(runs[7], Outcome::success()));
  runs[1'100].token = runs[0].token;
  const auto ends = schedule().extend(runs, hours(1));
  ASSERT_THAT(ends, SizeIs(targets.size()));
  for (std::size_t i = 0; i < ends.size(); ++i) {
    EXPECT_EQ(ends[i].has_value(), i != 7 && i != 1'100);
    EXPECT_EQ(ends[i].value_or(now() + hours(1)), now() + hours(1));
  }
  advance(minutes(1));
  EXPECT_TRUE(schedule().holds(runs[0]));
  EXPECT_FALSE(schedule().holds(runs[1'100])) << "it was named with the token of another run";
  EXPECT_THAT(schedule().extend(std::span(runs).first(0), hours(1)), IsEmpty());
  expect_refused([&] { schedule().extend(runs, Millis(0)); });
}

TEST_P(Contract, AFailingTargetIsTriedWithBackOffAndThenFails) {
  use({.policy = {}, .retry = {4, seconds(5), seconds(12)}});
  schedule().touch("a");
  advance(minutes(15));
  for (const Millis delay : {seconds(5), seconds(10), seconds(12)}) {
    EXPECT_TRUE(schedule().finish(claim_one(), Outcome::failure("disk full")));
    EXPECT_EQ(schedule().due("a"), now() + delay);
    EXPECT_EQ(schedule().list(ListState::pending, 0, 1).entries.at(0).error, "disk full");
    advance(delay - Millis(1));
    EXPECT_THAT(schedule().claim(1, minutes(1)), IsEmpty());
    advance(Millis(1));
  }
  EXPECT_TRUE(schedule().finish(claim_one(), Outcome::failure("disk full")));
  const std::vector<std::string> a = {"a"};
  EXPECT_TRUE(schedule().states(a).at(0).failed);
  EXPECT_FALSE(schedule().states(a).at(0).pending);
  const ListEntry failed = schedule().list(ListState::failed, 0, 1).entries.at(0);
  EXPECT_EQ(failed.error, "disk full");
  EXPECT_EQ(failed.attempt, 4);
}

TEST_P(Contract, AFailedTargetLivesAgainByTouchRetryOrCancel) {
  use({.policy = {}, .retry = {1, seconds(5), seconds(5)}});
  const std::vector<std::string> targets = {"touched", "retried", "cancelled"};
  schedule().touch(targets);
  advance(minutes(15));
  for (const auto& run : schedule().claim(10, minutes(1))) {
    schedule().finish(run, Outcome::failure("broken"));
  }
  EXPECT_EQ(schedule().stats().failed, 3U);
  EXPECT_EQ(schedule().touch("touched").result, TouchResult::scheduled);
  EXPECT_TRUE(schedule().retry("retried"));
  EXPECT_TRUE(schedule().cancel("cancelled"));
  EXPECT_EQ(schedule().stats().failed, 0U);
  const auto run = claim_one();
  EXPECT_EQ(run.target, "retried");
  EXPECT_EQ(run.attempt, 1);
  EXPECT_FALSE(schedule().retry("touched"));
  EXPECT_FALSE(schedule().cancel("cancelled"));
}

TEST_P(Contract, ALongErrorIsCutBetweenCharacters) {
  use({.policy = {}, .retry = {1, seconds(5), seconds(5)}});
  schedule().touch("a");
  advance(minutes(15));
  std::string error = "x";
  while (error.size() < 2 * kMaxErrorBytes) {
    error += "\xc3\xa9";
  }
  schedule().finish(claim_one(), Outcome::failure(error));
  EXPECT_EQ(schedule().list(ListState::failed, 0, 1).entries.at(0).error,
            error.substr(0, kMaxErrorBytes - 1));
}

TEST_P(Contract, RequestsComeFirstInTheirOrder) {
  if (GetParam().in_shards) {
    GTEST_SKIP() << "each shard keeps its own order";
  }
  schedule().touch("due");
  advance(minutes(15));
  schedule().request("z", "ann");
  schedule().request("b", "bob");
  EXPECT_THAT(schedule().claim(10, minutes(1)),
              ElementsAre(Field(&retally::Run::target, "z"), Field(&retally::Run::target, "b"),
                          Field(&retally::Run::target, "due")));
}

TEST_P(Contract, ARequestAndAnUpdateOfOneTargetNeverRunAtOnce) {
  schedule().touch("a");
  schedule().request("a", "ann");
  const auto request = claim_one(hours(1));
  EXPECT_EQ(request.kind, RunKind::request);
  EXPECT_EQ(request.user, "ann");
  advance(minutes(15));
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty()) << "the update waits";
  EXPECT_TRUE(schedule().finish(request, Outcome::success()));
  const auto update = claim_one(hours(1));
  EXPECT_EQ(update.kind, RunKind::update) << "a request does not stand for it";
  schedule().request("a", "bob");
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty()) << "the request waits";
  EXPECT_TRUE(schedule().finish(update, Outcome::success()));
  EXPECT_EQ(claim_one().kind, RunKind::request);
}

TEST_P(Contract, ARequestIsPolledUntilItsResultExpires) {
  const std::string id = schedule().request("job:11", "ann");
  EXPECT_EQ(id, "analytics:calculate-report-job-11");
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::queued);
  EXPECT_EQ(schedule().request("job:11", "bob"), id) << "shared";
  const auto run = claim_one();
  EXPECT_EQ(run.user, "ann");
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::started);
  schedule().forget_request(id);
  EXPECT_TRUE(schedule().find_request(id)) << "it goes on";
  schedule().finish(run, Outcome::failure("broken"));
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::failed);
  EXPECT_EQ(schedule().find_request(id)->error, "broken");
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty()) << "not tried again";
  advance(seconds(120) - Millis(1));
  EXPECT_TRUE(schedule().find_request(id));
  advance(Millis(1));
  EXPECT_FALSE(schedule().find_request(id));
}

TEST_P(Contract, AnEndedRequestIsReplacedOrForgotten) {
  const std::string id = schedule().request("a", "ann");
  schedule().finish(claim_one(), Outcome::success());
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::finished);
  schedule().request("a", "bob");
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::queued);
  advance(minutes(3));
  EXPECT_EQ(schedule().find_request(id)->user, "bob") << "the expiry of the one before is not its own";
  schedule().finish(claim_one(), Outcome::success());
  schedule().forget_request(id);
  EXPECT_FALSE(schedule().find_request(id));
}

TEST_P(Contract, ARequestWhoseWorkerDiesFails) {
  const std::string id = schedule().request("a", "ann");
  claim_one(seconds(10));
  advance(seconds(10));
  EXPECT_THAT(schedule().claim(10, minutes(1)), IsEmpty());
  EXPECT_EQ(schedule().find_request(id)->state, RequestState::failed);
}

TEST_P(Contract, AUserHasItsLimits) {
  expect_refused([&] { schedule().request("a", std::string(kMaxUserBytes + 1, 'u')); });
  expect_refused([&] { schedule().request("a", "a\tb"); });
  EXPECT_EQ(schedule().stats().requests, 0U);
}

TEST_P(Contract, TwoTargetsNeverShareARequest) {
  EXPECT_NE(schedule().request("job:1", "ann"), schedule().request("job-1", "ann"));
  EXPECT_NE(schedule().request("job%2D1", "ann"), schedule().request("job-1", "ann"));
  EXPECT_EQ(schedule().stats().requests, 3U);
}

TEST_P(Contract, CancelTakesThePendingOffAndLetsTheRunGoOn) {
  schedule().touch("a");
  advance(minutes(15));
  const auto run = claim_one();
  EXPECT_FALSE(schedule().cancel("a"));
  schedule().touch("a");
  EXPECT_TRUE(schedule().cancel("a"));
  EXPECT_TRUE(schedule().finish(run, Outcome::success()));
  EXPECT_EQ(schedule().stats().pending, 0U);
}

TEST_P(Contract, ListingsComeInPages) {
  for (int i = 0; i < 25; ++i) {
    schedule().touch("t" + std::to_string(i));
    advance(Millis(1));
  }
  const Listing page = schedule().list(ListState::pending, 20, 10);
  EXPECT_EQ(page.total, 25U);
  ASSERT_THAT(page.entries, SizeIs(5));
  EXPECT_EQ(page.entries[0].target, "t20");
  EXPECT_EQ(page.entries[4].target, "t24");
  EXPECT_THAT(schedule().list(ListState::pending, 25, 10).entries, IsEmpty());
  EXPECT_THAT(schedule().list(ListState::pending, std::size_t(-1), 10).entries, IsEmpty());
  EXPECT_THAT(schedule().list(ListState::pending, 0, 0).entries, IsEmpty());

  advance(minutes(15));
  auto runs = schedule().claim(25, minutes(1));
  std::ranges::sort(runs, {}, &retally::Run::due);
  for (const auto& run : runs) {
    schedule().finish(run, Outcome::success());
    advance(Millis(1));
  }
  const Listing history = schedule().list(ListState::history, 0, 2);
  EXPECT_EQ(history.total, 25U);
  EXPECT_THAT(history.entries,
              ElementsAre(Field(&ListEntry::target, "t24"), Field(&ListEntry::target, "t23")));
}

// Some of the pending targets run, others do not; a page shows no difference.
TEST_P(Contract, APageIsTheSameWhereverItBegins) {
  const std::vector<std::string> targets = {"t0", "t1", "t2", "t3", "t4", "t5"};
  schedule().touch(std::vector<std::string>{"t0", "t2", "t5"});
  advance(minutes(15));
  EXPECT_THAT(schedule().claim(10, hours(1)), SizeIs(3));
  for (const std::string& target : targets) {
    schedule().touch(target);
    advance(Millis(1));
  }
  for (std::size_t offset = 0; offset <= targets.size(); ++offset) {
    for (std::size_t limit = 0; limit <= 3; ++limit) {
      std::vector<std::string> page;
      for (const ListEntry& entry : schedule().list(ListState::pending, offset, limit).entries) {
        page.push_back(entry.target);
      }
      const auto from = targets.begin() + static_cast<std::ptrdiff_t>(offset);
      const auto size = static_cast<std::ptrdiff_t>(std::min(limit, targets.size() - offset));
      EXPECT_EQ(page, std::vector<std::string>(from, from + size)) << limit << " from " << offset;
    }
  }
}

TEST_P(Contract, APageHasALimit) {
  std::vector<std::string> targets;
  for (std::size_t i = 0; i < kMaxPage + 1; ++i) {
    targets.push_back("t" + std::to_string(i));
  }
  schedule().touch(targets);
  EXPECT_THAT(schedule().list(ListState::pending, 0, kMaxPage + 1).entries, SizeIs(kMaxPage));
}

TEST_P(Contract, TheHistoryIsBounded) {
  use({.policy = {Millis(0), Millis(0)}, .retry = {}, .history_size = 3});
  for (int i = 0; i < 5; ++i) {
    schedule().touch("t" + std::to_string(i));
    schedule().finish(claim_one(), Outcome::success());
  }
  EXPECT_EQ(schedule().list(ListState::history, 0, 10).total, 3U);
}

TEST_P(Contract, AHistoryOfNoneKeepsNone) {
  use({.policy = {Millis(0), Millis(0)}, .retry = {}, .history_size = 0});
  for (int i = 0; i < 2; ++i) {
    schedule().touch("a");
    EXPECT_TRUE(schedule().finish(claim_one(), Outcome::success()));
  }
  EXPECT_EQ(schedule().list(ListState::history, 0, 1).total, 0U);
}

TEST_P(Contract, AListOfNoFailedKeepsNone) {
  use({.policy = {Millis(0), Millis(0)}, .retry = {.max_attempts = 1}, .failed_size = 0});
  schedule().touch("a");
  EXPECT_TRUE(schedule().finish(claim_one(), Outcome::failure("broken")));
  EXPECT_EQ(schedule().stats().failed, 0U);
  EXPECT_TRUE(schedule().states(std::vector<std::string>{"a"})[0].idle());
}

TEST_P(Contract, WhatStaysListedHasALimit) {
  use({.policy = {Millis(0), Millis(0)},
       .retry = {.max_attempts = 1},
       .history_size = kMaxListed,
       .failed_size = kMaxListed});
  schedule().touch("a");
  EXPECT_TRUE(schedule().finish(claim_one(), Outcome::failure("broken")));
  EXPECT_EQ(schedule().list(ListState::history, 0, 1).total, 1U);
  EXPECT_EQ(schedule().stats().failed, 1U);
  for (const std::size_t size : {kMaxListed + 1, SIZE_MAX}) {
    expect_refused([&] { use({.policy = {}, .retry = {}, .history_size = size}); });
    expect_refused([&] { use({.policy = {}, .retry = {}, .failed_size = size}); });
  }
}

TEST_P(Contract, WaitReturnsAtOnceWhenSomethingIsReadyOrItIsStopped) {
  schedule().request("a", "ann");
  EXPECT_TRUE(schedule().wait({}));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(schedule().wait(stop.get_token()));
}

std::vector<SubjectKind> all() {
  std::vector<SubjectKind> kinds = implementations();
  kinds.push_back(model());
  return kinds;
}

INSTANTIATE_TEST_SUITE_P(, Contract, testing::ValuesIn(all()), testing::PrintToStringParamName());

}  // namespace
}  // namespace retally
