// A report: five metrics of one project, task or job.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "retally/clock.h"
#include "store/store.h"

namespace retally {

struct DataPoint {
  Day day;
  double value = 0;
  bool operator==(const DataPoint&) const = default;
};

struct DataSeries {
  std::string key;
  std::vector<DataPoint> points;
  bool operator==(const DataSeries&) const = default;
};

// One metric, worked out. Its texts and its form are the metric's own: see metric.h.
struct Statistic {
  std::string name;
  std::vector<DataSeries> series;
  bool operator==(const Statistic&) const = default;
};

struct Report {
  ResourceId id;
  TimePoint created{};
  std::vector<Statistic> statistics;  // the five, in CVAT's order
  bool operator==(const Report&) const = default;
};

// The days that a reader asks for, both inclusive.
struct Period {
  Day from = Day::min();
  Day to = Day::max();
};

// The report of a job, worked out at `now`.
Report make_report(const JobRecord& job, TimePoint now);
// What the reports above will take from it.
JobSummary summarise(const JobRecord& job);

// The report of a task or project from its rolled-up days and the summaries of its included jobs.
Report make_report(const RollupRecord& rollup, std::span<const JobSummary> jobs, TimePoint now);

// The report of a resource whose first one has not been worked out yet: empty series, and a 0 of today in the
// numeric metrics.
Report empty_report(ResourceId id, TimePoint now);

// Keeps only the days of the period, in those metrics that are filterable by date.
void keep_period(Report& report, const Period& period);

// The answer of GET /api/analytics/reports: exactly CVAT's keys, in its order; every value a float.
std::string to_json(const Report& report);

// The form in which the store keeps a report, and back. Throws Error(invalid_input) for a body that is not
// one.
std::string to_body(const Report& report);
Report from_body(std::string_view body);
// None for a body that can't be read, of another version or damaged: then there is no report yet, and it has
// to be worked out again.
std::optional<Report> read_stored(const StoredReport& stored);

// date,metric,series,value: one line a data point, RFC 4180.
std::string to_csv(const Report& report);

// For people: the numbers, and small bar charts of `width` columns. With `colour`, ANSI colours.
struct TableStyle {
  int width = 80;
  bool colour = false;
};
std::string to_table(const Report& report, std::string_view title, const TableStyle& style);

}  // namespace retally
