#include "report/timeline.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "report/report_testing.h"

namespace retally {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;

std::vector<DataSeries> series_of(const std::vector<int>& after_monday) {
  std::vector<DataSeries> series = {{"a", {}}, {"b", {}}};
  for (const int day : after_monday) {
    series[0].points.push_back({kMonday + days(day), 1});
    series[1].points.push_back({kMonday + days(day), 10.0 * day});
  }
  return series;
}

TEST(Timeline, ShowsFewDaysAsTheyAre) {
  const Timeline timeline = fold(series_of({0, 1, 4}), 4);
  EXPECT_EQ(timeline.step, Step::day);
  ASSERT_EQ(timeline.rows.size(), 3u);
  EXPECT_EQ(timeline.rows[1].missing_before, 0);
  EXPECT_EQ(timeline.rows[2].missing_before, 2);
  EXPECT_THAT(timeline.rows[2].sums, ElementsAre(1, 40));
  EXPECT_EQ(timeline.lines(), 4);
}

TEST(Timeline, FoldsIntoTheFinestStepThatFits) {
  const auto step = [](std::vector<int> after_monday, int lines) {
    return fold(series_of(after_monday), lines).step;
  };
  EXPECT_EQ(step({0, 1, 4}, 3), Step::week);
  EXPECT_EQ(step({0, 7, 14}, 2), Step::month);
  EXPECT_EQ(step({0, 30, 60}, 2), Step::year);
  EXPECT_EQ(step({0, 400, 800}, 1), Step::year) << "there is no coarser one";
  EXPECT_EQ(step({}, 1), Step::day);
}

TEST(Timeline, SumsTheDaysOfAWeek) {
  const Timeline timeline = fold(series_of({-1, 0, 6, 7, 27}), 5);
  EXPECT_EQ(timeline.step, Step::week);
  ASSERT_EQ(timeline.rows.size(), 4u);
  EXPECT_EQ(timeline.rows[1].start, kMonday);
  EXPECT_THAT(timeline.rows[1].sums, ElementsAre(2, 60));
  EXPECT_EQ(timeline.rows[3].missing_before, 1);
}

TEST(Timeline, NamesItsSteps) {
  EXPECT_EQ(label_of(kMonday, Step::day), "2024-06-10 Mon");
  EXPECT_EQ(label_of(kMonday, Step::week), "2024-06-10");
  EXPECT_EQ(label_of(start_of(kMonday, Step::month), Step::month), "2024-06");
  EXPECT_EQ(label_of(start_of(kMonday, Step::year), Step::year), "2024");
}

// Nothing is lost or counted twice, whatever the step.
RC_GTEST_PROP(Timeline, KeepsTheSums, ()) {
  std::vector<int> gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 90));
  std::vector<int> after_monday;
  int day = -5000;
  for (const int gap : gaps) after_monday.push_back(day += gap);
  const std::vector<DataSeries> series = series_of(after_monday);
  const Timeline timeline = fold(series, *rc::gen::inRange(1, 60));
  double first = 0;
  double second = 0;
  for (const TimelineRow& row : timeline.rows) {
    RC_ASSERT(start_of(row.start, timeline.step) == row.start);
    first += row.sums[0];
    second += row.sums[1];
  }
  double expected = 0;
  for (const DataPoint& point : series[1].points) expected += point.value;
  RC_ASSERT(first == static_cast<double>(series[0].points.size()));
  RC_ASSERT(second == expected);
}

}  // namespace
}  // namespace retally
