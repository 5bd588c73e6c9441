#include "tests/torture/schedule/target_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retally::torture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A story of one target, with a window of 100 ms and leases of 500 ms.
class TargetCheck : public testing::Test {
 protected:
  void scheduled(Time at) { history_.touches.push_back({at, at + 100, ++version_, true}); }
  void merged(Time at, Time due) { history_.touches.push_back({at, due, ++version_}); }
  void covered(Time at, Time due) {
    history_.touches.push_back({at, due, ++version_});
    history_.touches.back().covered = true;
  }
  void seen_pending(Time from, Time to) {
    history_.touches.push_back({.at = to + 1, .due = from, .witness = true});
  }
  Worked& ran(Time due, Time started) {
    history_.runs.push_back({.token = ++token_,
                             .due = due,
                             .started = started,
                             .lease_until = started + 500,
                             .read = version_,
                             .ended_from = started + 10,
                             .last_held = started + 10,
                             .ended = 1});
    return history_.runs.back();
  }
  Worked& ran_and_died(Time due, Time started) {
    Worked& run = ran(due, started);
    run.ended_from = kNever;
    run.last_held = run.ended = 0;
    return run;
  }
  std::vector<std::string> faults() {
    Verdict verdict;
    check_target("7", history_, evidence_, verdict);
    verdict_ = verdict;
    return verdict.faults;
  }

  History history_;
  Evidence evidence_;
  Verdict verdict_;
  std::uint64_t version_ = 0;
  std::uint64_t token_ = 0;
};

TEST_F(TargetCheck, AnOrdinaryStoryIsGood) {
  scheduled(1000);
  merged(1050, 1100);
  covered(1060, 1100);
  seen_pending(1070, 1075);
  ran(1100, 1100);
  scheduled(1100);  // at once with the start of the run: it was after it
  ran(1200, 1230);
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(TargetCheck, RetriesAndOrphansAreGood) {
  scheduled(1000);
  ran_and_died(1100, 1100);
  scheduled(1300);     // while it runs
  ran(1400, 1600);     // its lease was over
  merged(1620, 1700);  // it failed, and is tried again
  ran(1700, 1700);
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(TargetCheck, Rule1TwoRecordsWithoutARunBetween) {
  scheduled(1000);
  scheduled(1050);
  ran(1100, 1150);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 1")));
}

TEST_F(TargetCheck, Rule1TwoRecordsAtOnce) {
  scheduled(1000);
  scheduled(1000);
  ran(1100, 1100);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 1")));
}

TEST_F(TargetCheck, Rule2NoRunAtAll) {
  scheduled(1000);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 2: no run")));
}

TEST_F(TargetCheck, Rule2MergedIntoWhatRunsAlreadyAndFoundByReconciliation) {
  scheduled(1000);
  ran(1100, 1100);
  merged(1120, 1200);
  scheduled(2000);
  ran(2100, 2100);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 2: a touch was merged")));
}

TEST_F(TargetCheck, Rule2SaidToBePendingButNotSo) {
  seen_pending(1000, 1010);
  scheduled(1500);
  ran(1600, 1600);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 2")));
}

TEST_F(TargetCheck, Rule2ARunThatMissedAChange) {
  scheduled(1000);
  merged(1050, 1100);
  ran(1100, 1100).read = 1;
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("did not know of a change that was touched")));
}

TEST_F(TargetCheck, Rule2ARunThatMissedACoveredChange) {
  scheduled(1000);
  covered(1080, 1100);
  ran(1100, 1100).read = 1;
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("covered")));
}

TEST_F(TargetCheck, Rule2ATouchThatWasThoughtToBeCoveredTooLate) {
  scheduled(1000);
  ran(1100, 1101);
  covered(1105, 1100);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("covered")));
}

TEST_F(TargetCheck, WhatAStrayClaimMayHaveRunIsExcused) {
  scheduled(1000);
  scheduled(1650);
  ran(1750, 1750);
  evidence_.strays = {{1090, 1095, 4}};
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 1"))) << "it was not due yet";
  evidence_.strays = {{1090, 1100, 4}};
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_EQ(verdict_.excused, 1U);
}

TEST_F(TargetCheck, WhatWasLostWithTheDataIsExcused) {
  scheduled(1000);
  merged(1010, 1100);
  evidence_.losses = {{1050, 1050}};
  scheduled(1060);
  ran(1160, 1160);
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_EQ(verdict_.lost_with_data, 2U);
  scheduled(1170);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 2"))) << "this one came after the loss";
}

TEST_F(TargetCheck, Rule3BeforeItsOwnDueTime) {
  scheduled(1000);
  ran(1101, 1100);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 3")));
}

TEST_F(TargetCheck, Rule3BeforeATouchSaid) {
  scheduled(1000);
  merged(1050, 1150);
  ran(1100, 1100);
  ran(1150, 1150);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 3: a run started before a touch said")));
  evidence_.losses = {{1075, 1075}};
  history_.touches.push_back({1076, 1090, ++version_, true});
  history_.runs.front().read = history_.runs.back().read = version_;
  EXPECT_THAT(faults(), IsEmpty()) << "a record from after the loss";
}

TEST_F(TargetCheck, Rule4TwoRunsAtOnce) {
  scheduled(1000);
  ran_and_died(1100, 1100);
  ran(1150, 1599);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 4: a run started while")));
  history_.runs.back().started = 1600;
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(TargetCheck, Rule4ARequestIsARunAsWell) {
  scheduled(1000);
  ran(1100, 1100).last_held = 1100;
  ran(1105, 1105).request = true;
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 4: a run started while")));
}

TEST_F(TargetCheck, Rule4AFinishAfterTheLeaseWasTaken) {
  scheduled(1000);
  ran_and_died(1100, 1100).last_held = 1700;
  ran(1150, 1650);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 4: a run held its lease while")));
}

TEST_F(TargetCheck, Rule4AFinishAfterTheDataWereLost) {
  scheduled(1000);
  ran(1100, 1100).last_held = 1200;
  evidence_.losses = {{1150, 1150}};
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("after the data were lost")));
}

TEST_F(TargetCheck, AFailoverMayKeepTheRuns) {
  scheduled(1000);
  ran(1100, 1100).last_held = 1200;
  evidence_.losses = {{1150, 1180}};
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(TargetCheck, WhatIsTouchedDuringAFailoverMayBeLost) {
  scheduled(1160);
  evidence_.losses = {{1150, 1180}};
  EXPECT_THAT(faults(), IsEmpty());
  scheduled(1190);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("rule 2: no run started")));
}

TEST_F(TargetCheck, Rule4EndedTwice) {
  scheduled(1000);
  ran(1100, 1100).ended = 2;
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("ended twice")));
}

TEST_F(TargetCheck, Rule4ATokenThatWasGivenOutBefore) {
  scheduled(1000);
  ran(1100, 1100);
  scheduled(1200);
  ran(1300, 1300).token = 1;
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("given out twice")));
  history_.runs.back().token = 0;
  EXPECT_THAT(faults(), Contains(HasSubstr("less than an earlier one")));
}

}  // namespace
}  // namespace retally::torture
