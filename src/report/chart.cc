#include "report/chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/terminal_text.h"

namespace retally {

namespace {

constexpr int kGutter = 2;   // columns of space before each number
constexpr int kMinBar = 3;   // a shorter bar tells nothing
constexpr int kMaxBar = 40;  // a longer one is no easier to read

// How wide each part of a line is.
struct Layout {
  int label = 0;
  std::vector<int> numbers;
  int bar = 0;  // 0: no bars
};

int number_width(const ChartColumn& column) {
  int width = std::max(columns_of(column.heading), columns_of(grouped(column.total, column.decimals)));
  for (const double value : column.values)
    width = std::max(width, columns_of(grouped(value, column.decimals)));
  return width;
}

Layout lay_out(const Chart& chart, const Timeline& timeline, int width) {
  Layout layout;
  layout.label = columns_of(label_of(timeline.rows.front().start, timeline.step));
  layout.label = std::max(layout.label, columns_of("total"));
  int left = width - layout.label;
  for (const ChartColumn& column : chart.columns) {
    layout.numbers.push_back(number_width(column));
    left -= kGutter + layout.numbers.back() + 1;
  }
  const int bar = std::min(kMaxBar, left / static_cast<int>(chart.columns.size()));
  layout.bar = bar < kMinBar ? 0 : bar;
  return layout;
}

// Draws the lines of one chart.
class Pen {
 public:
  Pen(const Chart& chart, const Layout& layout, bool colour)
      : chart_(chart), layout_(layout), colour_(colour) {}

  void headings(std::string& out) const {
    out.append(static_cast<std::size_t>(layout_.label), ' ');
    cells(out, Ink::dim, [](const ChartColumn& column) { return std::string(column.heading); });
  }

  void gap(std::string& out, int steps, Step step) const {
    out += painted(fmt::format("… {} {}{} without {}", grouped(steps, 0), name_of(step),
                               steps == 1 ? "" : "s", chart_.absent),
                   Ink::dim, colour_);
    out += '\n';
  }

  void row(std::string& out, std::string_view label, std::size_t row) const {
    out += pad_right(label, layout_.label);
    for (std::size_t i = 0; i < chart_.columns.size(); ++i) {
      const ChartColumn& column = chart_.columns[i];
      number(out, i, grouped(column.values[row], column.decimals), Ink::plain);
      bar_of(out, column, column.values[row], i + 1 == chart_.columns.size());
    }
    end_line(out);
  }

  void total(std::string& out) const {
    out += painted(pad_right("total", layout_.label), Ink::bold, colour_);
    cells(out, Ink::bold, [](const ChartColumn& column) { return grouped(column.total, column.decimals); });
  }

 private:
  // A line of texts above or below the numbers, without bars.
  template <class Text>
  void cells(std::string& out, Ink ink, Text&& text) const {
    for (std::size_t i = 0; i < chart_.columns.size(); ++i) {
      number(out, i, text(chart_.columns[i]), ink);
      if (i + 1 < chart_.columns.size()) out.append(static_cast<std::size_t>(bar_room()), ' ');
    }
    end_line(out);
  }

  void number(std::string& out, std::size_t column, std::string_view text, Ink ink) const {
    out += painted(pad_left(text, kGutter + layout_.numbers[column]), ink, colour_);
  }

  void bar_of(std::string& out, const ChartColumn& column, double value, bool last) const {
    if (layout_.bar == 0) return;
    const std::string drawn = bar(column.full > 0 ? value / column.full : 0, layout_.bar);
    out += ' ';
    if (!drawn.empty()) out += painted(drawn, column.ink, colour_);
    if (!last) out.append(static_cast<std::size_t>(layout_.bar - columns_of(drawn)), ' ');
  }

  int bar_room() const { return layout_.bar == 0 ? 0 : layout_.bar + 1; }

  static void end_line(std::string& out) {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }

  const Chart& chart_;
  const Layout& layout_;
  bool colour_;
};

}  // namespace

std::string painted(std::string_view text, Ink ink, bool colour) {
  if (!colour || ink == Ink::plain) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", static_cast<int>(ink), text);
}

std::string draw(const Chart& chart, const Timeline& timeline, const TableStyle& style) {
  std::string out = painted(cut_to(chart.caption, style.width), Ink::bold, style.colour) + "\n";
  if (timeline.rows.empty()) return out + fmt::format("no {}\n", chart.absent);
  const Layout layout = lay_out(chart, timeline, style.width);
  const Pen pen(chart, layout, style.colour);
  pen.headings(out);
  for (std::size_t i = 0; i < timeline.rows.size(); ++i) {
    const TimelineRow& row = timeline.rows[i];
    if (row.missing_before > 0) pen.gap(out, row.missing_before, timeline.step);
    pen.row(out, label_of(row.start, timeline.step), i);
  }
  if (timeline.rows.size() > 1) pen.total(out);
  return out;
}

}  // namespace retally
