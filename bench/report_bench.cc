// What a report costs: to work out, to keep, and to answer with.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/report.h"

namespace retally {
namespace {

constexpr Day kFirst = std::chrono::year(2024) / 1 / 1;
constexpr TimePoint kNow = kFirst + std::chrono::days(366);

// A year in which somebody works every day, each day differently.
std::vector<DayTally> year_of_days(int days = 365) {
  std::vector<DayTally> result;
  for (int i = 0; i < days; ++i) {
    DayTally day{kFirst + std::chrono::days(i), {}};
    day.tally.objects = {{{i % 7, 100 + i * 13 % 400, i % 11}, {0, i * 7 % 90, 0}, {0, i % 30, 1}}};
    day.tally.events = {3, 1, 2};
    day.tally.working_ms = 3'600'000 + i * 104'729 % 20'000'000;
    result.push_back(day);
  }
  return result;
}

JobRecord year_of_a_job() {
  JobRecord job;
  job.resource.id = {ResourceKind::job, 11};
  job.days = year_of_days();
  for (int i = 0; i < 10; ++i) {
    job.states.push_back({i * 2'000'000, "in progress"});
    job.states.push_back({i * 2'000'000 + 999'500, "completed"});
  }
  return job;
}

void make_report_of_a_job(benchmark::State& state) {
  const JobRecord job = year_of_a_job();
  for (auto _ : state) benchmark::DoNotOptimize(make_report(job, kNow));
}
BENCHMARK(make_report_of_a_job);

void make_report_of_a_thousand_jobs(benchmark::State& state) {
  RollupRecord rollup;
  rollup.resource.id = {ResourceKind::project, 3};
  rollup.days = year_of_days();
  std::vector<JobSummary> jobs;
  for (int i = 0; i < 1000; ++i) jobs.push_back({i, i / 10, i * 3, {i * 7919 % 100'000, i}});
  for (auto _ : state) benchmark::DoNotOptimize(make_report(rollup, jobs, kNow));
}
BENCHMARK(make_report_of_a_thousand_jobs);

void write_json(benchmark::State& state) {
  const Report report = make_report(year_of_a_job(), kNow);
  for (auto _ : state) benchmark::DoNotOptimize(to_json(report));
  state.counters["bytes"] = static_cast<double>(to_json(report).size());
}
BENCHMARK(write_json);

void write_body(benchmark::State& state) {
  const Report report = make_report(year_of_a_job(), kNow);
  for (auto _ : state) benchmark::DoNotOptimize(to_body(report));
  state.counters["bytes"] = static_cast<double>(to_body(report).size());
}
BENCHMARK(write_body);

void read_body(benchmark::State& state) {
  const std::string body = to_body(make_report(year_of_a_job(), kNow));
  for (auto _ : state) benchmark::DoNotOptimize(from_body(body));
}
BENCHMARK(read_body);

// All that a reader of a stored report waits for, but the store and the network.
void answer_with_a_period(benchmark::State& state) {
  const std::string body = to_body(make_report(year_of_a_job(), kNow));
  const Period last_month{kFirst + std::chrono::days(335), kFirst + std::chrono::days(365)};
  for (auto _ : state) {
    Report report = from_body(body);
    keep_period(report, last_month);
    benchmark::DoNotOptimize(to_json(report));
  }
}
BENCHMARK(answer_with_a_period);

// A job of 10,000 shapes of 20 points, and 1,000 tracks of 20 key frames.
std::string annotations_document() {
  std::string points = "1.5";
  for (int i = 1; i < 40; ++i) points += "," + std::to_string(i * 37 % 1000) + ".25";
  const auto shape = [&](int frame) {
    return R"({"type":"polygon","occluded":false,"outside":false,"z_order":0,"rotation":0.0,"points":[)" +
           points + R"(],"id":1,"frame":)" + std::to_string(frame) +
           R"(,"label_id":1,"group":0,"source":"manual","attributes":[],"elements":[]},)";
  };
  std::string shapes;
  for (int i = 0; i < 10'000; ++i) shapes += shape(i);
  std::string keys;
  for (int i = 0; i < 20; ++i) keys += shape(i * 50);
  keys.pop_back();
  std::string tracks;
  for (int i = 0; i < 1000; ++i) tracks += R"({"id":1,"frame":0,"source":"manual","shapes":[)" + keys + "]},";
  shapes.pop_back();
  tracks.pop_back();
  return R"({"version":0,"tags":[],"shapes":[)" + shapes + R"(],"tracks":[)" + tracks +
         R"(],"start_frame":0,"stop_frame":9999})";
}

void count_annotations_of_a_job(benchmark::State& state) {
  const std::string document = annotations_document();
  for (auto _ : state) benchmark::DoNotOptimize(count_annotations(document));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}
BENCHMARK(count_annotations_of_a_job)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace retally
