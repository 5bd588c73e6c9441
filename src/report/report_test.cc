// The five metrics, in tables of days and states.
#include "report/report.h"

#include <gtest/gtest.h>

#include "report/annotation_time.h"
#include "report/metric.h"
#include "report/report_testing.h"

namespace retally {
namespace {

constexpr Day day(int after_monday) {
  return kMonday + std::chrono::days(after_monday);
}

struct Counts {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t deleted = 0;
  std::int64_t working_ms = 0;
};

// A day on which each action that counted anything was one event.
DayTally day_of(int after_monday, Counts counts) {
  DayTally tally{day(after_monday), {}};
  const std::int64_t by_action[] = {counts.created, counts.updated, counts.deleted};
  for (std::size_t action = 0; action < kActions; ++action) {
    tally.tally.objects[action][1] = by_action[action];
    tally.tally.events[action] = by_action[action] > 0 ? 1 : 0;
  }
  tally.tally.working_ms = counts.working_ms;
  return tally;
}

JobRecord job_of(std::vector<DayTally> days, std::vector<StateChange> states = {}) {
  JobRecord job;
  job.resource.id = {ResourceKind::job, 11};
  job.resource.parent = 7;
  job.days = std::move(days);
  job.states = std::move(states);
  return job;
}

std::vector<DataPoint> points(const Report& report, Metric metric, std::size_t series = 0) {
  return report.statistics.at(static_cast<std::size_t>(metric)).series.at(series).points;
}

double value(const Report& report, Metric metric) {
  return points(report, metric).at(0).value;
}

using Points = std::vector<DataPoint>;

TEST(Report, HasTheFiveMetricsInOrder) {
  const Report report = make_report(job_of({}), kNow);
  ASSERT_EQ(report.statistics.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(report.statistics[i].name, kMetrics[i].name);
  EXPECT_EQ(report.created, kNow);
}

TEST(Objects, SumsTheKindsOfObjects) {
  DayTally tally = day_of(0, {.created = 3});
  tally.tally.objects[0] = {1, 3, 2};
  const Report report = make_report(job_of({tally}), kNow);
  EXPECT_EQ(points(report, Metric::objects, 0), (Points{{day(0), 6}}));
}

TEST(Objects, ListsTheSameDaysInAllThreeSeries) {
  const Report report = make_report(
      job_of({day_of(0, {.created = 5}), day_of(1, {.updated = 2}), day_of(3, {.deleted = 1})}), kNow);
  EXPECT_EQ(points(report, Metric::objects, 0), (Points{{day(0), 5}, {day(1), 0}, {day(3), 0}}));
  EXPECT_EQ(points(report, Metric::objects, 1), (Points{{day(0), 0}, {day(1), 2}, {day(3), 0}}));
  EXPECT_EQ(points(report, Metric::objects, 2), (Points{{day(0), 0}, {day(1), 0}, {day(3), 1}}));
}

TEST(Objects, LeavesOutADayOfWorkingTimeAlone) {
  const Report report = make_report(job_of({day_of(0, {.working_ms = 1000})}), kNow);
  EXPECT_TRUE(points(report, Metric::objects).empty());
}

TEST(Objects, ListsADayWhoseEventsCountedNothing) {
  DayTally tally = day_of(0, {});
  tally.tally.events[1] = 1;
  EXPECT_EQ(points(make_report(job_of({tally}), kNow), Metric::objects), (Points{{day(0), 0}}));
}

TEST(AnnotationSpeed, ListsDaysOfCreationDeletionOrWork) {
  const Report report = make_report(job_of({day_of(0, {.created = 5}), day_of(1, {.updated = 2}),
                                            day_of(2, {.deleted = 3}), day_of(3, {.working_ms = 1'800'000})}),
                                    kNow);
  EXPECT_EQ(points(report, Metric::annotation_speed, 0), (Points{{day(0), 5}, {day(2), -3}, {day(3), 0}}));
  EXPECT_EQ(points(report, Metric::annotation_speed, 1), (Points{{day(0), 0}, {day(2), 0}, {day(3), 0.5}}));
}

TEST(AnnotationSpeed, CountsAnUpdatedDayOnceItHasWork) {
  const Report report = make_report(job_of({day_of(0, {.updated = 2, .working_ms = 83'000})}), kNow);
  EXPECT_EQ(points(report, Metric::annotation_speed, 1), (Points{{day(0), 83'000 / 3'600'000.0}}));
}

TEST(AverageSpeed, IsTheQuotientOfTheSums) {
  const auto average = [](std::vector<DayTally> days) {
    return value(make_report(job_of(std::move(days)), kNow), Metric::average_annotation_speed);
  };
  EXPECT_EQ(average({}), 0);
  EXPECT_EQ(average({day_of(0, {.created = 5})}), 0) << "no working time";
  EXPECT_EQ(average({day_of(0, {.created = 5, .working_ms = 83'000}),
                     day_of(1, {.deleted = 1, .working_ms = 45'000})}),
            112.5);
  EXPECT_EQ(average({day_of(0, {.deleted = 2, .working_ms = 3'600'000})}), -2);
}

TEST(TotalObjectCount, IsCvatsOwnCountWhereThatIsKnown) {
  JobRecord job = job_of({day_of(0, {.created = 5}), day_of(1, {.deleted = 1})});
  EXPECT_EQ(value(make_report(job, kNow), Metric::total_object_count), 4);
  job.annotations = AnnotationCount{.tags = 1, .shapes = 2, .track_frames = 60};
  EXPECT_EQ(value(make_report(job, kNow), Metric::total_object_count), 63);
  EXPECT_EQ(summarise(job).object_count, 63);
  EXPECT_EQ(points(make_report(job, kNow), Metric::total_object_count).at(0).day, day(2)) << "dated now";
}

struct StateCase {
  const char* what;
  std::vector<StateChange> states;
  std::optional<std::int64_t> updated_ms;
  std::optional<std::int64_t> last_event_ms;
  std::int64_t seconds;
  std::optional<std::int64_t> ended_ms;
};

TEST(AnnotationTime, FollowsTheStates) {
  const StateCase cases[] = {
      {"no states", {}, {}, 5000, 0, {}},
      {"never in progress", {{1000, "completed"}}, {}, 5000, 0, {}},
      {"one interval", {{1000, "in progress"}, {4500, "completed"}}, {}, 9000, 3, 4500},
      {"each interval is cut by itself",
       {{0, "in progress"}, {1900, "completed"}, {2000, "in progress"}, {3900, "rejected"}},
       {},
       9000,
       2,
       3900},
      {"said twice", {{0, "in progress"}, {1500, "in progress"}, {3000, "completed"}}, {}, 9000, 2, 3000},
      {"open, to updated", {{1000, "in progress"}}, 4999, 90'000, 3, {}},
      {"open, to the last event", {{1000, "in progress"}}, {}, 5000, 4, {}},
      {"open, nothing known", {{1000, "in progress"}}, {}, {}, 0, {}},
      {"open, updated before it", {{9000, "in progress"}}, 1000, {}, 0, {}},
      {"ended, then open",
       {{0, "in progress"}, {2000, "completed"}, {4000, "in progress"}},
       {},
       6000,
       4,
       2000},
  };
  for (const StateCase& c : cases) {
    JobRecord job = job_of({}, c.states);
    if (c.updated_ms) job.updated = TimePoint(Millis(*c.updated_ms));
    job.last_event_ms = c.last_event_ms;
    EXPECT_EQ(annotating_time(job).seconds, c.seconds) << c.what;
    EXPECT_EQ(annotating_time(job).ended_ms, c.ended_ms) << c.what;
  }
}

TEST(AnnotationTime, IsDatedByTheEndOfTheLastInterval) {
  const std::int64_t start = TimePoint(kMonday).time_since_epoch().count();
  const Report ended =
      make_report(job_of({}, {{start, "in progress"}, {start + 5'400'000, "completed"}}), kNow);
  EXPECT_EQ(points(ended, Metric::annotation_time), (Points{{day(0), 1.5}}));
  EXPECT_EQ(points(make_report(job_of({}), kNow), Metric::annotation_time), (Points{{day(2), 0}}));
}

RollupRecord rollup_of(std::vector<DayTally> days) {
  RollupRecord rollup;
  rollup.resource.id = {ResourceKind::project, 3};
  rollup.days = std::move(days);
  return rollup;
}

TEST(Rollup, TakesTheLongestAnnotationTimeAndTheSumOfTheCounts) {
  const std::int64_t monday_ms = TimePoint(kMonday).time_since_epoch().count();
  const std::vector<JobSummary> jobs = {
      {12, 7, 100, {7200, monday_ms}},
      {13, 7, 20, {3600, monday_ms + 86'400'000}},
      {14, 7, -3, {}},
  };
  const Report report =
      make_report(rollup_of({day_of(0, {.created = 9, .working_ms = 3'600'000})}), jobs, kNow);
  EXPECT_EQ(points(report, Metric::annotation_time), (Points{{day(0), 2}}));
  EXPECT_EQ(points(report, Metric::total_object_count), (Points{{day(2), 117}}));
  EXPECT_EQ(points(report, Metric::average_annotation_speed), (Points{{day(2), 9}}));
}

TEST(Rollup, OfEqualAnnotationTimesTakesTheLowestJob) {
  const std::vector<JobSummary> jobs = {{9, 7, 0, {60, 9}}, {2, 7, 0, {60, 2}}, {5, 7, 0, {60, 5}}};
  EXPECT_EQ(longest_annotating_time(jobs).ended_ms, 2);
}

TEST(Rollup, IsZeroNowWhenNoJobWasInProgress) {
  const std::vector<JobSummary> jobs = {{9, 7, 0, {0, 9}}};
  EXPECT_EQ(points(make_report(rollup_of({}), jobs, kNow), Metric::annotation_time), (Points{{day(2), 0}}));
}

TEST(EmptyReport, HasEmptySeriesAndZerosOfToday) {
  const Report report = empty_report({ResourceKind::task, 7}, kNow);
  EXPECT_EQ(report.id, (ResourceId{ResourceKind::task, 7}));
  EXPECT_TRUE(points(report, Metric::objects, 2).empty());
  EXPECT_TRUE(points(report, Metric::annotation_speed, 1).empty());
  for (const Metric metric :
       {Metric::annotation_time, Metric::total_object_count, Metric::average_annotation_speed})
    EXPECT_EQ(points(report, metric), (Points{{day(2), 0}}));
}

TEST(Period, LeavesOutDaysOfTheObjectsMetricOnly) {
  const JobRecord job =
      job_of({day_of(0, {.created = 1}), day_of(1, {.created = 2}), day_of(2, {.created = 3})});
  Report report = make_report(job, kNow);
  keep_period(report, {day(1), day(1)});
  Report expected = make_report(job, kNow);
  expected.statistics[0] = make_report(job_of({job.days[1]}), kNow).statistics[0];
  EXPECT_EQ(report, expected);
}

TEST(Period, KeepsBothItsEnds) {
  Report report = make_report(job_of({day_of(0, {.created = 1}), day_of(1, {.created = 2})}), kNow);
  const Report whole = report;
  keep_period(report, {day(0), day(1)});
  EXPECT_EQ(report, whole);
  keep_period(report, {});
  EXPECT_EQ(report, whole);
}

}  // namespace
}  // namespace retally
