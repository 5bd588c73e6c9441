// The form in which the store keeps a report: text, one line a metric, quick to read and plain to look at.
//
//   retally-report 1 job:11 1718193600000
//   objects 19884 5 1 0 1 0 0 1
//   annotation_speed 19884 5 0.023055555555555555 1 -1 0.0125
//   annotation_time 19885 15.000833333333333
//   total_object_count 19886 4
//   average_annotation_speed 19886 112.5
//
// The first line: the version of this form, the resource, when the report was worked out (ms since 1970).
// Then a metric's name and its points: the day (days since 1970), and the value of each of its series on that
// day. From the second point on the day is told by its distance from the one before. All series of a metric
// have the same days, so each day is kept once. A line ends with a line feed.
//
// To change the form, count the version up, and let from_body refuse the old one: a report that can't be read
// counts as none, and is worked out again.
#include <cassert>
#include <charconv>
#include <cmath>

#include "report/metric.h"
#include "report/report.h"
#include "report/series.h"
#include "report/text.h"
#include "retally/error.h"

namespace retally {

namespace {

constexpr std::string_view kHeader = "retally-report 1 ";

// Days that have four digits of a year.
constexpr Day kFirstDay = std::chrono::year(0) / 1 / 1;
constexpr Day kLastDay = std::chrono::year(9999) / 12 / 31;

void append_number(std::string& out, double value) {
  char text[kMaxFloatChars + 1];
  text[0] = ' ';
  out.append(text, static_cast<std::size_t>(write_number(text + 1, value) - text));
}

void append_points(std::string& out, const std::vector<DataSeries>& all) {
  std::int64_t before = 0;
  for (std::size_t i = 0; i < all.front().points.size(); ++i) {
    const std::int64_t day = all.front().points[i].day.time_since_epoch().count();
    out += ' ';
    append_integer(out, day - before);
    before = day;
    for (const DataSeries& series : all) {
      assert(series.points[i].day == all.front().points[i].day);
      append_number(out, series.points[i].value);
    }
  }
}

// Reads a body from its beginning to its end.
class BodyReader {
 public:
  explicit BodyReader(std::string_view body) : begin_(body.data()), at_(begin_), end_(begin_ + body.size()) {}

  bool at_end() const { return at_ == end_; }

  bool skip(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  void expect(char c, std::string_view what) {
    if (!skip(c)) fail(what);
  }

  void expect(std::string_view text) {
    if (!std::string_view(at_, remaining()).starts_with(text)) fail(text);
    at_ += text.size();
  }

  // Up to the next blank.
  std::string_view word() {
    const std::string_view rest(at_, remaining());
    const std::string_view text = rest.substr(0, rest.find_first_of(" \n"));
    at_ += text.size();
    return text;
  }

  std::int64_t integer() {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(at_, end_, value);
    if (error != std::errc{}) fail("a whole number");
    at_ = end;
    return value;
  }

  double number() {
    if (at_ != end_ && *at_ >= '0' && *at_ <= '9' && ends_number(at_ + 1)) return *at_++ - '0';
    double value = 0;
    const auto [end, error] = std::from_chars(at_, end_, value);
    if (error != std::errc{} || !std::isfinite(value)) fail("a number");
    at_ = end;
    return value;
  }

  [[noreturn]] void fail(std::string_view expected) const {
    throw Error(ErrorKind::invalid_input, "report body: byte " + std::to_string(at_ - begin_) +
                                              ": expected " + std::string(expected) +
                                              "; work the report out again");
  }

 private:
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - at_); }
  bool ends_number(const char* at) const { return at != end_ && (*at == ' ' || *at == '\n'); }

  const char* begin_;
  const char* at_;
  const char* end_;
};

ResourceId read_resource(BodyReader& reader) {
  const auto id = resource_of(reader.word());
  if (!id) reader.fail("a resource");
  return *id;
}

// The day of a point that comes `distance` days after `before`.
Day read_day(BodyReader& reader, Day before, bool first) {
  const std::int64_t distance = reader.integer();
  if (!first && distance <= 0) reader.fail("a later day before it");
  if (distance < (kFirstDay - before).count() || distance > (kLastDay - before).count())
    reader.fail("a day of a year from 0 to 9999 before it");
  return before + std::chrono::days(distance);
}

TimePoint read_created(BodyReader& reader) {
  const std::int64_t ms = reader.integer();
  if (ms < TimePoint(kFirstDay).time_since_epoch().count() ||
      ms > TimePoint(kLastDay).time_since_epoch().count())
    reader.fail("a time of a year from 0 to 9999 before it");
  return TimePoint(Millis(ms));
}

Statistic read_statistic(BodyReader& reader, Metric metric) {
  reader.expect(form_of(metric).name);
  Statistic statistic = with_series(metric);
  Day day{};
  for (bool first = true; reader.skip(' '); first = false) {
    day = read_day(reader, day, first);
    for (DataSeries& series : statistic.series) {
      reader.expect(' ', "a blank");
      series.points.push_back({day, reader.number()});
    }
  }
  reader.expect('\n', "the end of the line");
  return statistic;
}

}  // namespace

std::string to_body(const Report& report) {
  std::string out(kHeader);
  out += target_of(report.id);
  out += ' ';
  append_integer(out, report.created.time_since_epoch().count());
  out += '\n';
  for (const Statistic& statistic : report.statistics) {
    out += statistic.name;
    append_points(out, statistic.series);
    out += '\n';
  }
  return out;
}

Report from_body(std::string_view body) {
  BodyReader reader(body);
  Report report;
  reader.expect(kHeader);
  report.id = read_resource(reader);
  reader.expect(' ', "a blank");
  report.created = read_created(reader);
  reader.expect('\n', "the end of the line");
  report.statistics.reserve(kMetrics.size());
  for (std::size_t i = 0; i < kMetrics.size(); ++i)
    report.statistics.push_back(read_statistic(reader, static_cast<Metric>(i)));
  if (!reader.at_end()) reader.fail("the end");
  return report;
}

std::optional<Report> read_stored(const StoredReport& stored) {
  try {
    return from_body(stored.body);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace retally
