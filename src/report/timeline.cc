#include "report/timeline.h"

#include <algorithm>
#include <array>

#include "report/text.h"

namespace retally {

namespace {

using std::chrono::days;
using std::chrono::year_month_day;

std::int64_t month_number(Day day) {
  const year_month_day date(day);
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

// A number of the step that the day is in, such that the next step has the next number.
std::int64_t number_of(Day day, Step step) {
  switch (step) {
    case Step::day:
      return day.time_since_epoch().count();
    case Step::week:
      return std::chrono::floor<std::chrono::weeks>(day - Day(std::chrono::year(1970) / 1 / 5)).count();
    case Step::month:
      return month_number(day);
    case Step::year:
      return static_cast<int>(year_month_day(day).year());
  }
  return 0;
}

Timeline fold_by(std::span<const DataSeries> series, Step step) {
  Timeline timeline{step, {}};
  auto& rows = timeline.rows;
  for (std::size_t i = 0; i < series.front().points.size(); ++i) {
    const Day start = start_of(series.front().points[i].day, step);
    if (rows.empty() || rows.back().start != start) {
      const int missing = rows.empty() ? 0 : steps_between(rows.back().start, start, step);
      rows.push_back({start, missing, std::vector<double>(series.size())});
    }
    for (std::size_t s = 0; s < series.size(); ++s) rows.back().sums[s] += series[s].points[i].value;
  }
  return timeline;
}

}  // namespace

std::string_view name_of(Step step) {
  constexpr std::array<std::string_view, 4> kNames = {"day", "week", "month", "year"};
  return kNames[static_cast<std::size_t>(step)];
}

Day start_of(Day day, Step step) {
  const year_month_day date(day);
  switch (step) {
    case Step::day:
      return day;
    case Step::week:
      return day - (std::chrono::weekday(day) - std::chrono::Monday);
    case Step::month:
      return date.year() / date.month() / 1;
    case Step::year:
      return date.year() / 1 / 1;
  }
  return day;
}

int steps_between(Day from, Day to, Step step) {
  return static_cast<int>(number_of(to, step) - number_of(from, step) - 1);
}

std::string label_of(Day start, Step step) {
  constexpr std::array<std::string_view, 7> kWeekdays = {" Sun", " Mon", " Tue", " Wed",
                                                         " Thu", " Fri", " Sat"};
  constexpr std::array<std::size_t, 4> kLengths = {10, 10, 7, 4};  // of the part of the date that says it
  std::string label;
  append_date(label, start);
  label.resize(kLengths[static_cast<std::size_t>(step)]);
  if (step == Step::day) label += kWeekdays[std::chrono::weekday(start).c_encoding()];
  return label;
}

int Timeline::lines() const {
  const auto gaps =
      std::ranges::count_if(rows, [](const TimelineRow& row) { return row.missing_before > 0; });
  return static_cast<int>(rows.size()) + static_cast<int>(gaps);
}

Timeline fold(std::span<const DataSeries> series, int max_lines) {
  for (const Step step : {Step::day, Step::week, Step::month}) {
    Timeline timeline = fold_by(series, step);
    if (timeline.lines() <= max_lines) return timeline;
  }
  return fold_by(series, Step::year);
}

}  // namespace retally
