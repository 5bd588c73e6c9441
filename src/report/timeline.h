// Days, folded so that they fit on a screen.
//
// A report has a value for each day on which there was work. To be read at a glance they should be few: so
// days are folded into weeks, weeks into months, months into years, until there are at most as many lines as
// asked for. Where there was no work there is a gap, and a gap is one line however long it is:
//
//     2024-06-07 Fri   ███
//     … 2 days without work
//     2024-06-10 Mon   █████
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace retally {

enum class Step { day, week, month, year };

// "day", "week", "month", "year".
std::string_view name_of(Step step);

// The first day of the step that the day is in; a week begins on Monday.
Day start_of(Day day, Step step);

// How many steps lie between two first days of a step, neither counted.
int steps_between(Day from, Day to, Step step);

// "2024-06-10 Mon", "2024-06-10", "2024-06", "2024".
std::string label_of(Day start, Step step);

// One step, with the sum of each series over its days.
struct TimelineRow {
  Day start;
  int missing_before = 0;  // steps without a value between the row before and this one
  std::vector<double> sums;
};

struct Timeline {
  Step step = Step::day;
  std::vector<TimelineRow> rows;  // ascending

  int lines() const;  // rows and gaps
};

// Folds series that all have the same days into the finest steps that give at most `max_lines` lines, or else
// into years.
Timeline fold(std::span<const DataSeries> series, int max_lines);

}  // namespace retally
