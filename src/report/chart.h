// A bar chart in a terminal: a line a day, with a number and a bar for each column.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "report/timeline.h"

namespace retally {

// The colours of a terminal, or none.
enum class Ink { plain = 0, bold = 1, dim = 2, red = 31, green = 32, yellow = 33, magenta = 35, cyan = 36 };

std::string painted(std::string_view text, Ink ink, bool colour);

struct ChartColumn {
  std::string_view heading;
  Ink ink = Ink::plain;
  int decimals = 0;
  std::vector<double> values;  // one a row of the timeline
  double total = 0;
  double full = 0;  // the value of a bar that fills its column
};

struct Chart {
  std::string caption;
  std::string_view absent;  // what a gap is without: "work"
  std::vector<ChartColumn> columns;
};

// Draws the chart, each line ended; none is wider than the style's width, from 60 columns on. Where there is
// no room for bars the numbers stand alone.
std::string draw(const Chart& chart, const Timeline& timeline, const TableStyle& style);

}  // namespace retally
