#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <sstream>

#include "report/report.h"
#include "report/report_testing.h"
#include "report/terminal_text.h"

namespace retally {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr TimePoint kMonthLater = kMonday + std::chrono::days(30) + std::chrono::minutes(725);

DayTally day_of(int after_monday, std::int64_t created, std::int64_t deleted, std::int64_t working_ms) {
  DayTally day{kMonday + std::chrono::days(after_monday), {}};
  day.tally.objects = {{{0, created, 0}, {0, 3, 0}, {0, deleted, 0}}};
  day.tally.events = {1, 1, 1};
  day.tally.working_ms = working_ms;
  return day;
}

Report report_of(std::vector<DayTally> days) {
  JobRecord job;
  job.resource.id = {ResourceKind::job, 11};
  job.days = std::move(days);
  job.states = {{0, "in progress"}, {5'400'000, "completed"}};
  return make_report(job, kMonthLater);
}

TEST(Table, ShowsTheNumbersAndABarForEachDay) {
  const Report report = report_of(
      {day_of(0, 1200, 0, 7'200'000), day_of(1, 300, 600, 3'600'000), day_of(4, 600, 0, 1'800'000)});
  EXPECT_EQ("\n" + to_table(report, "Job 11", {.width = 64}), R"(
Job 11                            report of 2024-07-10 12:05 UTC

1,500                1.50                 428.6
objects in all       hours in progress    objects per hour

Objects by day
                created         updated         deleted
2024-06-10 Mon    1,200 ██████        3 ▏             0
2024-06-11 Tue      300 █▌            3 ▏           600 ███
… 2 days without changes
2024-06-14 Fri      600 ███           3 ▏             0
total             2,100               9             600

Work by day
                hours                objects/hour
2024-06-10 Mon   2.00 █████████████         600.0 ██████▌
2024-06-11 Tue   1.00 ██████▌              -300.0
… 2 days without work
2024-06-14 Fri   0.50 ███▎                1,200.0 █████████████
total            3.50                       428.6
)");
}

TEST(Table, SaysWhenThereIsNothingToShow) {
  const std::string table = to_table(empty_report({ResourceKind::task, 7}, kMonthLater), "Task 7", {});
  EXPECT_THAT(table, HasSubstr("Objects by day\nno changes\n"));
  EXPECT_THAT(table, HasSubstr("Work by day\nno work\n"));
}

TEST(Table, SaysThatManyDaysAreFolded) {
  std::vector<DayTally> days;
  for (int i = 0; i < 100; ++i) days.push_back(day_of(i, i, 0, 60'000));
  EXPECT_THAT(to_table(report_of(days), "Job 11", {}),
              HasSubstr("Objects by week (days folded into weeks, each from its Monday)\n"));
}

TEST(Table, IsColouredOnlyWhenAsked) {
  const Report report = report_of({day_of(0, 5, 0, 60'000)});
  EXPECT_THAT(to_table(report, "Job 11", {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(to_table(report, "Job 11", {.colour = true}), HasSubstr("\x1b[32m████"));
}

TEST(Table, CutsALongTitleAndDefusesABadOne) {
  const std::string table = to_table(report_of({}), "\x1b[2J" + std::string(99, 'x'), {.width = 70});
  EXPECT_THAT(table, testing::StartsWith("\uFFFD[2J" + std::string(65, 'x') + "…\nreport of"));
}

TEST(Table, DropsTheSpacesAtTheEndOfATitle) {
  EXPECT_THAT(to_table(report_of({}), std::string(50, 'x') + "  ", {.width = 60}),
              testing::StartsWith(std::string(50, 'x') + "\nreport of"));
}

RC_GTEST_PROP(Table, IsNoWiderThanAskedAndAboutAScreenHigh, (const std::string& title)) {
  const int width = *rc::gen::inRange(60, 200);
  std::vector<DayTally> days;
  int day = 0;
  for (const int gap : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 40)))
    days.push_back(day_of(day += gap, *rc::gen::inRange(0, 9'999'999), *rc::gen::inRange(0, 9'999'999),
                          *rc::gen::inRange(0, 80'000'000)));
  std::istringstream lines(to_table(report_of(days), title, {.width = width}));
  int height = 0;
  for (std::string line; std::getline(lines, line); ++height) {
    RC_ASSERT(columns_of(line) <= width);
    RC_ASSERT(!line.ends_with(' '));
  }
  RC_ASSERT(height < 72);
}

}  // namespace
}  // namespace retally
