// The answer as CVAT gives it, to the letter.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "report/metric.h"
#include "report/report.h"
#include "report/report_testing.h"

namespace retally {
namespace {

using OrderedJson = nlohmann::ordered_json;

// What the sample log says about job 11, by hand.
JobRecord sample_job() {
  JobRecord job;
  job.resource.id = {ResourceKind::job, 11};
  job.resource.parent = 7;
  job.resource.project = 3;
  DayTally monday{kMonday, {}};
  monday.tally.objects = {{{1, 3, 1}, {0, 1, 0}, {0, 0, 0}}};
  monday.tally.events = {3, 1, 0};
  monday.tally.working_ms = 83'000;
  DayTally tuesday{kMonday + std::chrono::days(1), {}};
  tuesday.tally.objects = {{{0, 0, 0}, {0, 0, 0}, {0, 1, 0}}};
  tuesday.tally.events = {0, 0, 1};
  tuesday.tally.working_ms = 45'000;
  job.days = {monday, tuesday};
  const std::int64_t monday_ms = TimePoint(kMonday).time_since_epoch().count();
  constexpr std::int64_t kNine = 9 * 3'600'000;
  job.states = {{monday_ms + kNine + 2'400, "in progress"}, {monday_ms + 86'400'000 + 5'900, "completed"}};
  return job;
}

RollupRecord sample_rollup(ResourceId id) {
  RollupRecord rollup;
  rollup.resource.id = id;
  rollup.days = sample_job().days;
  return rollup;
}

OrderedJson sample_report(std::size_t index) {
  std::ifstream file(RETALLY_SOURCE_DIR "/tests/samples/reports.json");
  return OrderedJson::parse(file).at("reports").at(index);
}

TEST(Json, OfASampleJobIsCvats) {
  EXPECT_EQ(to_json(make_report(sample_job(), kNow)), sample_report(0).dump());
}

TEST(Json, OfASampleTaskAndProjectIsCvats) {
  const std::vector<JobSummary> jobs = {summarise(sample_job())};
  const ResourceId task{ResourceKind::task, 7};
  const ResourceId project{ResourceKind::project, 3};
  EXPECT_EQ(to_json(make_report(sample_rollup(task), jobs, kNow)), sample_report(1).dump());
  EXPECT_EQ(to_json(make_report(sample_rollup(project), jobs, kNow)), sample_report(2).dump());
}

TEST(Json, SurvivesTheStoredForm) {
  const Report report = make_report(sample_job(), kNow);
  EXPECT_EQ(to_json(from_body(to_body(report))), to_json(report));
}

TEST(Json, OfAnEmptyReportIsWholeJson) {
  const OrderedJson answer = OrderedJson::parse(to_json(empty_report({ResourceKind::task, 7}, kNow)));
  EXPECT_EQ(answer.at("task_id"), 7);
  EXPECT_EQ(answer.at("statistics").at(0).at("data_series").dump(),
            R"({"created":[],"updated":[],"deleted":[]})");
  EXPECT_EQ(answer.at("statistics").at(4).at("data_series").dump(),
            R"({"average_annotation_speed":[{"value":0.0,"date":"2024-06-12"}]})");
}

TEST(Json, DescribesTheMetricForItsKindOfResource) {
  const MetricForm& speed = form_of(Metric::annotation_speed);
  EXPECT_EQ(describe(speed, ResourceKind::project),
            "Metric shows annotation speed in the project as number of objects per hour.");
  EXPECT_EQ(describe(form_of(Metric::objects), ResourceKind::task),
            "Metric shows number of added/changed/deleted objects for the Task.");
}

}  // namespace
}  // namespace retally
