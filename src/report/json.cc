// The answer of GET /api/analytics/reports.
//
// A report of a year is 1,800 data points, and this is what every reader of every report waits for: so the
// text is appended to one string that was made large enough beforehand, without a tree of objects in
// between. All names and texts are our own constants and need no escaping.
#include <fmt/format.h>

#include <cstring>
#include <iterator>

#include "report/metric.h"
#include "report/report.h"
#include "report/text.h"

namespace retally {

namespace {

char* put(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

void append_point(std::string& out, const DataPoint& point) {
  char text[kMaxFloatChars + kDateChars + 32];
  char* end = put(text, R"({"value":)");
  end = write_float(end, point.value);
  end = put(end, R"(,"date":")");
  end = write_date(end, point.day);
  end = put(end, "\"},");
  out.append(text, static_cast<std::size_t>(end - text));
}

// Ends a list or an object whose parts were each followed by a comma.
void close(std::string& out, char bracket) {
  if (out.back() == ',') out.pop_back();
  out += bracket;
}

void append_series(std::string& out, const std::vector<DataSeries>& all) {
  out += R"("data_series":{)";
  for (const DataSeries& series : all) {
    fmt::format_to(std::back_inserter(out), R"("{}":[)", series.key);
    for (const DataPoint& point : series.points) append_point(out, point);
    close(out, ']');
    out += ',';
  }
  close(out, '}');
}

void append_transformation(std::string& out, const Transformation& transformation) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"name":"{}","binary":{{"left":"{}","operator":"{}","right":"{}"}}}})",
                 transformation.name, transformation.left, transformation.op, transformation.right);
}

void append_statistic(std::string& out, const Statistic& statistic, const MetricForm& form,
                      ResourceKind kind) {
  fmt::format_to(std::back_inserter(out), R"({{"name":"{}","title":"{}","description":"{}",)", form.name,
                 form.title, describe(form, kind));
  if (form.granularity.empty()) {
    out += R"("granularity":null,)";
  } else {
    fmt::format_to(std::back_inserter(out), R"("granularity":"{}",)", form.granularity);
  }
  fmt::format_to(std::back_inserter(out), R"("default_view":"{}",)", form.default_view);
  append_series(out, statistic.series);
  out += R"(,"transformations":[)";
  if (form.transformation) append_transformation(out, *form.transformation);
  out += "]}";
}

std::size_t size_of_json(const Report& report) {
  constexpr std::size_t kTexts = 2048;  // everything but the points: 1.5 KB
  constexpr std::size_t kPoint = 56;    // {"value":0.023055555555555555,"date":"2024-06-10"},
  std::size_t points = 0;
  for (const Statistic& statistic : report.statistics)
    for (const DataSeries& series : statistic.series) points += series.points.size();
  return kTexts + kPoint * points;
}

}  // namespace

std::string to_json(const Report& report) {
  std::string out;
  out.reserve(size_of_json(report));
  out += R"({"created_date":")";
  append_time(out, report.created);
  fmt::format_to(std::back_inserter(out), R"(","target":"{0}","{0}_id":{1},"statistics":[)",
                 name_of(report.id.kind), report.id.id);
  for (const Statistic& statistic : report.statistics) {
    const MetricForm* form = find_form(statistic.name);
    if (form == nullptr) continue;
    append_statistic(out, statistic, *form, report.id.kind);
    out += ',';
  }
  close(out, ']');
  out += '}';
  return out;
}

}  // namespace retally
