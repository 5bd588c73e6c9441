#include "tests/torture/schedule/evidence.h"

#include <gtest/gtest.h>

#include "tests/torture/schedule/journal.h"

namespace retally::torture {
namespace {

constexpr Time kEnded = 100'000;

class EvidenceTest : public testing::Test {
 protected:
  EvidenceTest() { evidence_.targets.resize(2); }

  void read(std::initializer_list<Record> records) {
    add_journal(evidence_, std::span(records.begin(), records.size()), kEnded);
  }
  // What the journal says of a run that was claimed at 1000 for 500 ms.
  const Worked& run_of(std::initializer_list<Record> later) {
    std::vector<Record> records = {
        {.kind = Kind::claimed, .target = 1, .at = 1000, .due = 900, .until = 1500, .token = 7}};
    for (Record record : later) {
      record.target = 1;
      record.token = 7;
      records.push_back(record);
    }
    add_journal(evidence_, records, kEnded);
    return evidence_.targets[1].runs.at(0);
  }

  Evidence evidence_;
};

TEST_F(EvidenceTest, ARunIsFollowedToItsEnd) {
  const Worked& run = run_of({{.kind = Kind::read, .version = 3},
                              {.kind = Kind::extended, .here = 1400, .until = 1900},
                              {.kind = Kind::held, .detail = 1, .here = 1800},
                              {.kind = Kind::finish_sent, .here = 1810},
                              {.kind = Kind::finished, .detail = 1, .here = 1810}});
  EXPECT_EQ(run.read, 3U);
  EXPECT_EQ(run.lease_until, 1900);
  EXPECT_EQ(run.last_held, 1810);
  EXPECT_EQ(run.ended_from, 1810);
  EXPECT_EQ(run.ended, 1);
  EXPECT_TRUE(evidence_.faults.empty());
}

TEST_F(EvidenceTest, AFinishWithoutAnAnswerMayHaveEndedTheRun) {
  const Worked& run = run_of({{.kind = Kind::finish_sent, .here = 1200},
                              {.kind = Kind::finish_sent, .here = 1300},
                              {.kind = Kind::finished, .detail = 0, .here = 1300}});
  EXPECT_EQ(run.ended_from, 1200);
  EXPECT_EQ(run.ended, 0);
}

TEST_F(EvidenceTest, AFinishThatWasRefusedHasNot) {
  const Worked& run = run_of(
      {{.kind = Kind::finish_sent, .here = 1600}, {.kind = Kind::finished, .detail = 0, .here = 1600}});
  EXPECT_EQ(run.ended_from, kNever);
  EXPECT_EQ(evidence_.lost_leases, 1U);
}

TEST_F(EvidenceTest, ARunThatWasEndedStaysSoWhenItIsEndedAgainAtOnce) {
  const Worked& run = run_of({{.kind = Kind::finish_sent, .here = 1200},
                              {.kind = Kind::finished, .detail = 1, .here = 1200},
                              {.kind = Kind::finish_sent, .here = 1200},
                              {.kind = Kind::finished, .detail = 0, .here = 1200}});
  EXPECT_EQ(run.ended_from, 1200);
  EXPECT_EQ(run.ended, 1);
  EXPECT_EQ(evidence_.lost_leases, 0U);
}

TEST_F(EvidenceTest, ALeaseThatWasOverIsNotHeld) {
  run_of({{.kind = Kind::held, .detail = 1, .here = 1499}});
  EXPECT_TRUE(evidence_.faults.empty());
  for (const Kind kind : {Kind::held, Kind::finished}) {
    evidence_.faults.clear();
    run_of({{.kind = kind, .detail = 1, .here = 1500}});
    EXPECT_EQ(evidence_.faults.size(), 1U);
  }
  run_of({{.kind = Kind::extended, .here = 1500, .until = 2000}});
  EXPECT_EQ(evidence_.faults.size(), 2U);
}

TEST_F(EvidenceTest, AClaimIsAStrayUntilItIsAnswered) {
  read({{.kind = Kind::claim_sent, .here = 10, .token = 4},
        {.kind = Kind::claim_answered, .here = 20, .token = 3}});
  EXPECT_TRUE(evidence_.strays.empty());
  read({{.kind = Kind::claim_sent, .here = 10, .token = 4}, {.kind = Kind::claim_failed, .here = 30}});
  EXPECT_EQ(evidence_.strays.at(0).to, 30);
  read({{.kind = Kind::claim_sent, .here = 10, .token = 4}, {.kind = Kind::claim_failed, .here = 5010}});
  EXPECT_EQ(evidence_.strays.at(1).to, 5010 + kInFlight) << "nobody knows what has become of it";
  read({{.kind = Kind::claim_sent, .here = 10, .token = 4}});
  EXPECT_EQ(evidence_.strays.at(2).to, kEnded + kInFlight);
  EXPECT_EQ(evidence_.strays.at(2).most, 4U);
}

TEST_F(EvidenceTest, AClaimThatWasCutMayHaveStartedMoreThanItTells) {
  read({{.kind = Kind::claim_sent, .here = 10, .token = 4},
        {.kind = Kind::claim_answered, .here = 20, .token = 3},
        {.kind = Kind::claim_sent, .here = 30, .token = 4},
        {.kind = Kind::claim_answered, .here = 40, .token = 4}});
  add_cut(evidence_, {21, 29});
  EXPECT_TRUE(evidence_.strays.empty());
  add_cut(evidence_, {20, 50});
  add_cut(evidence_, {20, 50});
  ASSERT_EQ(evidence_.strays.size(), 1U) << "the other one had all that it asked for";
  EXPECT_EQ(evidence_.strays[0].to, 20);
  EXPECT_EQ(evidence_.strays[0].most, 1U);
}

TEST_F(EvidenceTest, AJournalIsReadUpToWhereItsProcessWasKilled) {
  const std::filesystem::path path = testing::TempDir() + "journal";
  std::filesystem::remove(path);
  Journal journal(path);
  journal.append({.kind = Kind::touch_sent, .target = 1});
  journal.append({.kind = Kind::touched, .target = 1});
  EXPECT_EQ(read_journal(path).size(), 2U);
  std::filesystem::resize_file(path, 2 * sizeof(Record) - 1);
  EXPECT_EQ(read_journal(path).size(), 1U);
}

}  // namespace
}  // namespace retally::torture
