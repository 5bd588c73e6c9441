// A report for people: what it is of, the three numbers, and a chart each of the objects and of the work.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/chart.h"
#include "report/metric.h"
#include "report/terminal_text.h"
#include "report/text.h"
#include "report/timeline.h"

namespace retally {

namespace {

// Narrower than this the numbers of a chart have no room beside one another.
constexpr int kMinWidth = 60;
// Of one chart: a month of working days, with the lines of its weekends.
constexpr int kMaxLines = 28;

const Statistic& statistic(const Report& report, Metric metric) {
  return report.statistics.at(static_cast<std::size_t>(metric));
}

double value(const Report& report, Metric metric) {
  return statistic(report, metric).series.at(0).points.at(0).value;
}

std::string heading(const Report& report, std::string_view title, const TableStyle& style) {
  std::string created;
  append_time(created, report.created);
  created = fmt::format("report of {} {} UTC", created.substr(0, 10), created.substr(11, 5));
  title =
      title.substr(0, title.find_last_not_of(' ') + 1);  // a name may end with spaces, no line of ours does
  const std::string name = cut_to(printable(title), style.width);
  const int room = style.width - columns_of(name) - 2;
  const bool one_line = room >= columns_of(created);
  return painted(name, Ink::bold, style.colour) + (one_line ? "  " : "\n") +
         painted(one_line ? pad_left(created, room) : created, Ink::dim, style.colour) + "\n";
}

struct Card {
  std::string number;
  std::string_view unit;
};

std::string cards(const Report& report, const TableStyle& style) {
  const Card all[] = {
      {grouped(value(report, Metric::total_object_count), 0), "objects in all"},
      {grouped(value(report, Metric::annotation_time), 2), "hours in progress"},
      {grouped(value(report, Metric::average_annotation_speed), 1), "objects per hour"},
  };
  const int width = std::min(style.width, 96) / 3;
  std::string numbers;
  std::string units;
  for (const Card& card : all) {
    const bool last = &card == std::end(all) - 1;
    numbers += painted(last ? card.number : pad_right(card.number, width), Ink::bold, style.colour);
    units += painted(last ? std::string(card.unit) : pad_right(card.unit, width), Ink::dim, style.colour);
  }
  return numbers + "\n" + units + "\n";
}

std::vector<double> sums_of(const Timeline& timeline, std::size_t series) {
  std::vector<double> sums;
  for (const TimelineRow& row : timeline.rows) sums.push_back(row.sums[series]);
  return sums;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double greatest(const std::vector<double>& values) {
  return values.empty() ? 0 : std::ranges::max(values);
}

std::string caption(std::string_view what, Step step) {
  switch (step) {
    case Step::day:
      return fmt::format("{} by day", what);
    case Step::week:
      return fmt::format("{} by week (days folded into weeks, each from its Monday)", what);
    case Step::month:
      return fmt::format("{} by month (days folded into months)", what);
    case Step::year:
      return fmt::format("{} by year (days folded into years)", what);
  }
  return {};
}

ChartColumn column(std::string_view heading, Ink ink, int decimals, std::vector<double> values) {
  ChartColumn result{heading, ink, decimals, std::move(values), 0, 0};
  result.total = sum(result.values);
  result.full = greatest(result.values);
  return result;
}

std::string objects_chart(const Report& report, const TableStyle& style) {
  const Timeline timeline = fold(statistic(report, Metric::objects).series, kMaxLines);
  Chart chart{caption("Objects", timeline.step),
              "changes",
              {column("created", Ink::green, 0, sums_of(timeline, 0)),
               column("updated", Ink::yellow, 0, sums_of(timeline, 1)),
               column("deleted", Ink::red, 0, sums_of(timeline, 2))}};
  // One scale for the three, so that their bars can be compared.
  const double full = std::ranges::max(chart.columns, {}, &ChartColumn::full).full;
  for (ChartColumn& each : chart.columns) each.full = full;
  return draw(chart, timeline, style);
}

double speed(double objects, double hours) {
  return hours > 0 ? objects / hours : 0;
}

std::string work_chart(const Report& report, const TableStyle& style) {
  const Timeline timeline = fold(statistic(report, Metric::annotation_speed).series, kMaxLines);
  const std::vector<double> objects = sums_of(timeline, 0);
  const std::vector<double> hours = sums_of(timeline, 1);
  std::vector<double> speeds(hours.size());
  std::ranges::transform(objects, hours, speeds.begin(), speed);

  Chart chart{caption("Work", timeline.step),
              "work",
              {column("hours", Ink::cyan, 2, hours), column("objects/hour", Ink::magenta, 1, speeds)}};
  chart.columns[1].total = speed(sum(objects), sum(hours));
  return draw(chart, timeline, style);
}

}  // namespace

std::string to_table(const Report& report, std::string_view title, const TableStyle& style) {
  const TableStyle fitting{std::max(style.width, kMinWidth), style.colour};
  return heading(report, title, fitting) + "\n" + cards(report, fitting) + "\n" +
         objects_chart(report, fitting) + "\n" + work_chart(report, fitting);
}

}  // namespace retally
