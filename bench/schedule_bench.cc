// The schedule in memory: what a touch, a claim and a listing cost, and how late runs start.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/lateness.h"
#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "retally/toucher.h"

namespace retally {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Seconds = std::chrono::duration<double>;
using Stopwatch = std::chrono::steady_clock;

std::vector<std::string> names(const std::string& prefix, std::int64_t count) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) {
    names.push_back(prefix + std::to_string(i));
  }
  return names;
}

void covered_touch(benchmark::State& state) {
  SystemClock clock;
  const auto schedule = make_memory_schedule({}, clock);
  Toucher toucher(*schedule, clock);
  const auto targets = names("project:", state.range(0));
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(toucher.touch(targets[i]));
    i = i + 1 == targets.size() ? 0 : i + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(covered_touch)->Arg(1)->Arg(1'000);

void merged_touch(benchmark::State& state) {
  SystemClock clock;
  const auto schedule = make_memory_schedule({}, clock);
  schedule->touch(names("other:", state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(schedule->touch("project:7"));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(merged_touch)->Arg(100)->Arg(1'000'000);

// As many are pending after each round as before: what is touched in the measured time is cancelled after it.
void new_touch(benchmark::State& state) {
  SystemClock clock;
  const auto schedule = make_memory_schedule({}, clock);
  schedule->touch(names("other:", state.range(0)));
  const auto targets = names("project:", 100);
  for (auto _ : state) {
    const auto start = Stopwatch::now();
    for (const std::string& target : targets) {
      benchmark::DoNotOptimize(schedule->touch(target));
    }
    state.SetIterationTime(Seconds(Stopwatch::now() - start).count());
    for (const std::string& target : targets) {
      schedule->cancel(target);
    }
  }
  state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(new_touch)->Arg(100)->Arg(1'000'000)->UseManualTime();

void claim_and_finish(benchmark::State& state) {
  ManualClock clock;
  const auto schedule = make_memory_schedule({}, clock);
  schedule->touch(names("project:", state.range(0)));
  for (auto _ : state) {
    clock.advance(minutes(15));
    const auto start = Stopwatch::now();
    const std::vector<Run> runs = schedule->claim(16, hours(1));
    for (const Run& run : runs) {
      schedule->finish(run, Outcome::success());
    }
    state.SetIterationTime(Seconds(Stopwatch::now() - start).count());
    for (const Run& run : runs) {
      schedule->touch(run.target);
    }
  }
  state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK(claim_and_finish)->Arg(100)->Arg(1'000'000)->UseManualTime();

void list_100_of_a_million(benchmark::State& state) {
  SystemClock clock;
  const auto schedule = make_memory_schedule({}, clock);
  schedule->touch(names("project:", 1'000'000));
  const auto offset = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(schedule->list(ListState::pending, offset, 100));
  }
}
BENCHMARK(list_100_of_a_million)->Arg(0)->Arg(900'000)->Unit(benchmark::kMicrosecond);

void lateness(benchmark::State& state) {
  SystemClock clock;
  for (auto _ : state) {
    const auto schedule = make_memory_schedule({.policy = kLatenessPolicy}, clock);
    const Lateness late = lateness_of(*schedule);
    state.counters["min_ms"] = late.min_ms;
    state.counters["p50_ms"] = late.p50_ms;
    state.counters["p99_ms"] = late.p99_ms;
    state.counters["max_ms"] = late.max_ms;
  }
}
BENCHMARK(lateness)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace retally

BENCHMARK_MAIN();
