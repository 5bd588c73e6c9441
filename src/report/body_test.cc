#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "report/metric.h"
#include "report/report.h"
#include "report/series.h"
#include "retally/error.h"

namespace retally {
namespace {

constexpr Day kFirst = std::chrono::year(0) / 1 / 1;

// Any report at all: days from year 0 on, with gaps of any size, and any finite values.
Report any_report() {
  Report report;
  report.id = {static_cast<ResourceKind>(*rc::gen::inRange(0, 3)),
               *rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max())};
  report.created = TimePoint(Millis(*rc::gen::inRange<std::int64_t>(0, 253'402'214'400'000)));
  for (std::size_t metric = 0; metric < kMetrics.size(); ++metric) {
    Statistic statistic = with_series(static_cast<Metric>(metric));
    Day day = kFirst - std::chrono::days(1);
    for (const int gap : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 4000))) {
      day += std::chrono::days(gap);
      for (DataSeries& series : statistic.series) {
        const double value = *rc::gen::oneOf(
            rc::gen::arbitrary<double>(),
            rc::gen::map(rc::gen::inRange(-9, 99), [](int whole) { return static_cast<double>(whole); }));
        series.points.push_back({day, std::isfinite(value) ? value : 0});
      }
    }
    report.statistics.push_back(std::move(statistic));
  }
  return report;
}

RC_GTEST_PROP(Body, ReadsBackAsTheSameReport, ()) {
  const Report report = any_report();
  RC_ASSERT(from_body(to_body(report)) == report);
}

RC_GTEST_PROP(Body, CutAnywhereIsRefused, ()) {
  const std::string body = to_body(any_report());
  const auto size = *rc::gen::inRange<std::size_t>(0, body.size());
  RC_ASSERT_THROWS_AS(from_body(std::string_view(body).substr(0, size)), Error);
}

// Whatever is wrong with a body, it is an Error or another report: never a crash.
RC_GTEST_PROP(Body, ChangedAnywhereIsRefusedOrRead, (char c)) {
  std::string body = to_body(any_report());
  body[*rc::gen::inRange<std::size_t>(0, body.size())] = c;
  try {
    from_body(body);
  } catch (const Error& error) {
    RC_ASSERT(error.kind() == ErrorKind::invalid_input);
  }
}

constexpr std::string_view kBody =
    "retally-report 1 job:11 1718193600000\n"
    "objects 19884 5 1 0 1 0 0 1\n"
    "annotation_speed 19884 5 0.023055555555555555 1 -1 0.0125\n"
    "annotation_time 19885 15.000833333333333\n"
    "total_object_count 19886 4\n"
    "average_annotation_speed 19886 112.5\n";

TEST(Body, IsTheDocumentedForm) {
  const Report report = from_body(kBody);
  EXPECT_EQ(report.id, (ResourceId{ResourceKind::job, 11}));
  const Day monday = std::chrono::year(2024) / 6 / 10;
  EXPECT_EQ(report.statistics[0].series[0].points,
            (std::vector<DataPoint>{{monday, 5}, {monday + std::chrono::days(1), 0}}));
  EXPECT_EQ(to_body(report), kBody);
}

struct BadBody {
  const char* what;
  std::string_view from;
  std::string_view to;
};

TEST(Body, RefusesWhatItWouldNotHaveWritten) {
  const BadBody cases[] = {
      {"another version", "report 1", "report 2"},
      {"no resource", "job:11", "jab:11"},
      {"no time", "1718193600000", "soon"},
      {"a time out of range", "1718193600000", "9223372036854775807"},
      {"an unknown metric", "annotation_time", "annotation_tune"},
      {"a day twice", "0 1 0 0 1\n", "0 0 0 0 1\n"},
      {"a day before the last", "0 1 0 0 1\n", "0 -1 0 0 1\n"},
      {"a day out of range", "19884 5 1", "2932897 5 1"},
      {"a day beyond all numbers", "19884 5 1", "-9223372036854775808 5 1"},
      {"a value too few", "0 1 0 0 1\n", "0 1 0 0\n"},
      {"no number", "112.5", "inf"},
      {"text after the end", "112.5\n", "112.5\n\n"},
      {"two blanks", " 112.5", "  112.5"},
  };
  for (const BadBody& c : cases) {
    std::string body(kBody);
    ASSERT_NE(body.find(c.from), std::string::npos) << c.what;
    body.replace(body.find(c.from), c.from.size(), c.to);
    EXPECT_THROW(from_body(body), Error) << c.what;
  }
}

TEST(Body, SaysWhereItIsWrong) {
  try {
    from_body("retally-report 1 job:11 1718193600000\nobject");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("byte 38: expected objects"));
  }
}

}  // namespace
}  // namespace retally
