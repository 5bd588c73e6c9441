#include "cli/report_request.h"

#include <gtest/gtest.h>

#include <vector>

#include "retally/error.h"
#include "retally/manual_clock.h"

namespace retally {
namespace {

// A server that gives these answers in turn, the last one again and again; 0: none, 503: it is busy.
class Answers {
 public:
  explicit Answers(std::vector<long> statuses, bool renewed = false)
      : statuses_(std::move(statuses)), renewed_(renewed) {}

  std::optional<std::string> wait() {
    return wait_for_report({[this] { return poll(); }, [this] { return renewed_; },
                            [this](Millis pause) { clock_.advance(pause); }, clock_});
  }

  Millis waited() const { return clock_.now() - start_; }

 private:
  HttpAnswer poll() {
    const long status = statuses_.at(std::min(next_++, statuses_.size() - 1));
    if (status == 0 || status == 503) throw Error(ErrorKind::unavailable, "away");
    if (status == 403) throw Error(ErrorKind::invalid_input, "no scope");
    return {status, R"({"detail": "the disk is full"})"};
  }

  const std::vector<long> statuses_;
  const bool renewed_;
  std::size_t next_ = 0;
  const TimePoint start_{std::chrono::sys_days{std::chrono::year{2024} / 6 / 12}};
  mutable ManualClock clock_{start_};
};

TEST(ReportRequest, WaitsForTheEnd) {
  Answers answers({202, 202, 202, 202, 202, 202, 202, 202, 201});
  EXPECT_EQ(answers.wait(), std::nullopt);
  EXPECT_EQ(answers.waited(), Millis(20 + 40 + 80 + 160 + 320 + 640 + 1000 + 1000));
}

TEST(ReportRequest, TellsWhyItFailed) {
  EXPECT_EQ(Answers({202, 400}).wait(), "the disk is full");
}

TEST(ReportRequest, LooksAtTheReportWhereAnotherWasToldOfTheEnd) {
  EXPECT_EQ(Answers({202, 404}, true).wait(), std::nullopt);
  EXPECT_EQ(Answers({404}, true).wait(), std::nullopt);
  EXPECT_NE(Answers({202, 404}, false).wait(), std::nullopt);
}

TEST(ReportRequest, OutlivesAServerThatIsAwayForAWhile) {
  EXPECT_EQ(Answers({202, 503, 0, 503, 202, 201}).wait(), std::nullopt);
  Answers away({202, 503});
  EXPECT_THROW(away.wait(), Error);
  EXPECT_GE(away.waited(), kRequestPatience);
  EXPECT_LT(away.waited(), 2 * kRequestPatience);
}

TEST(ReportRequest, EndsAtOnceWithWhatCanNeverWork) {
  Answers answers({202, 403});
  EXPECT_THROW(answers.wait(), Error);
  EXPECT_EQ(answers.waited(), Millis(20));
}

}  // namespace
}  // namespace retally
