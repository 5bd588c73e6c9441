// How fast the store takes events, and how fast it answers. See place.h for
// the database.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/place.h"

namespace retally {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kJobsPerTask = 10;
constexpr std::int64_t kTasksPerProject = 10;

// A log in the order of time: a team of 40 works on 40 jobs at once, and goes on to the next ones.
class Log {
 public:
  // One event in `one_in` is a change, the others are only seen.
  explicit Log(std::int64_t one_in) : one_in_(one_in) {}

  ChangeSet next(std::size_t events) {
    ChangeSet set;
    for (std::size_t i = 0; i < events; ++i) add(set);
    return set;
  }

 private:
  void add(ChangeSet& set) {
    ++count_;
    time_ms_ += 200;
    const std::int64_t user = 1 + count_ % 40;
    const std::int64_t job = 1 + count_ / 40'000 * 40 + user;
    const std::int64_t task = 1 + job / kJobsPerTask;
    const std::int64_t project = 1 + task / kTasksPerProject;
    set.resources[{ResourceKind::project, project}];
    set.resources[{ResourceKind::task, task}].parent.merge({project, time_ms_});
    Sighting& seen = set.resources[{ResourceKind::job, job}];
    seen.parent.merge({task, time_ms_});
    seen.last_event_ms = time_ms_;
    set.users[user].merge({"annotator", time_ms_});
    if (count_ % one_in_ != 0) return;
    Change change;
    change.identity = {time_ms_, static_cast<std::uint64_t>(count_) * 0x9E3779B97F4A7C15ULL};
    change.kind = ChangeKind::objects;
    change.object = ObjectKind::shape;
    change.job = job;
    change.user = user;
    change.count = 3;
    set.changes.push_back(std::move(change));
  }

  const std::int64_t one_in_;
  std::int64_t count_ = 0;
  std::int64_t time_ms_ = 0;
};

void apply(Store& store, const ChangeSet& set) {
  const ChangeSet* const sets[] = {&set};
  store.apply(sets);
}

// Events a second by apply(), in sets of range(0), of which one event in range(1) is a change.
void apply_sets(benchmark::State& state) {
  const Place place;
  const auto store = place.open();
  Log log(state.range(1));
  const auto size = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    state.PauseTiming();
    const ChangeSet set = log.next(size);
    state.ResumeTiming();
    apply(*store, set);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(apply_sets)
    ->ArgNames({"set", "one_in"})
    ->Args({50, 1})
    ->Args({50, 3})
    ->Args({1'000, 1})
    ->Args({1'000, 3})
    ->Args({3'000, 3})
    ->Args({50'000, 1})
    ->Args({50'000, 3})
    ->UseRealTime();

// A project of 1,000 jobs, of which one holds 365 days of 10 annotators, and 100,000 more jobs elsewhere;
// every resource has its report, of 20 kB.
class Filled {
 public:
  Filled() : store_(place_.open()) {
    ChangeSet set;
    for (std::int64_t job = 1; job <= 101'000; ++job) {
      const std::int64_t task = job <= 1'000 ? 1 + job % 100 : 1'000 + job / 100;
      const std::int64_t project = job <= 1'000 ? 1 : 2 + task / 10;
      set.resources[{ResourceKind::job, job}].parent = {task, 1};
      set.resources[{ResourceKind::task, task}].parent = {project, 1};
    }
    apply(*store_, set);
    apply(*store_, year_of_job_1());
    save_reports();
  }

  Store& store() { return *store_; }

  static ChangeSet year_of_job_1() {
    ChangeSet set;
    for (std::int64_t i = 0; i < 365 * 10; ++i) {
      Change change;
      change.identity = {i / 10 * kDayMs, static_cast<std::uint64_t>(i)};
      change.kind = ChangeKind::objects;
      change.job = 1;
      change.user = 1 + i % 10;
      change.count = 5;
      set.changes.push_back(change);
    }
    return set;
  }

 private:
  void save_reports() {
    std::vector<StoredReport> reports;
    for (std::int64_t job = 1; job <= 101'000; ++job) add_report(reports, {ResourceKind::job, job});
    for (std::int64_t task = 1; task <= 2'010; ++task) add_report(reports, {ResourceKind::task, task});
    for (std::int64_t project = 1; project <= 210; ++project)
      add_report(reports, {ResourceKind::project, project});
    store_->save(reports);
  }

  // Only project 1 has the long bodies: a hundred thousand of them would fill the disk, not the test.
  static void add_report(std::vector<StoredReport>& reports, ResourceId id) {
    const bool small = id.id > 1'000;
    reports.push_back({id, 10, TimePoint{}, std::string(small ? 10 : 20'000, 'x'), {}});
  }

  Place place_;
  std::unique_ptr<Store> store_;
};

Filled& filled() {
  static Filled store;
  return store;
}

constexpr ResourceId kProject{ResourceKind::project, 1};

void read_report(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->report(kProject));
}
BENCHMARK(read_report)->ThreadRange(1, 2)->UseRealTime();

void read_resource(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->resource({ResourceKind::job, 7}));
}
BENCHMARK(read_resource);

void stale_below_one_of_1000(benchmark::State& state) {
  Store& store = filled().store();
  ChangeSet set;
  set.resources[{ResourceKind::job, 500}].name = {"again", 1};
  apply(store, set);
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->stale_below(kProject));
}
BENCHMARK(stale_below_one_of_1000);

void stale_roots_of_100000_jobs(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->stale_roots({}, 1'000));
}
BENCHMARK(stale_roots_of_100000_jobs);

void summaries_of_1000_jobs(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->summaries(kProject));
}
BENCHMARK(summaries_of_1000_jobs);

void job_of_365_days_by_10(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->job(1));
}
BENCHMARK(job_of_365_days_by_10);

void rollup_of_365_days_by_10(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) benchmark::DoNotOptimize(store.read()->rollup(kProject));
}
BENCHMARK(rollup_of_365_days_by_10);

void page_of_100_by_name(benchmark::State& state) {
  Store& store = filled().store();
  for (auto _ : state) {
    benchmark::DoNotOptimize(store.read()->resources({.kind = ResourceKind::job, .search = "nowhere"}));
  }
}
BENCHMARK(page_of_100_by_name);

}  // namespace
}  // namespace retally

BENCHMARK_MAIN();
