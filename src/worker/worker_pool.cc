#include "worker/worker_pool.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include "retally/error.h"

namespace retally {

struct Worker::Metrics {
  explicit Metrics(prometheus::Registry& registry)
      : runs(prometheus::BuildCounter()
                 .Name("retally_runs_total")
                 .Help("Updates that were run, by how they ended")
                 .Register(registry)),
        done(runs.Add({{"result", "done"}})),
        failed(runs.Add({{"result", "failed"}})),
        lost(runs.Add({{"result", "lost"}})),
        reports(prometheus::BuildCounter()
                    .Name("retally_reports_renewed_total")
                    .Help("Reports that were worked out and saved")
                    .Register(registry)
                    .Add({})),
        run_seconds(
            prometheus::BuildHistogram()
                .Name("retally_run_seconds")
                .Help("How long an update took")
                .Register(registry)
                .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                                 0.25, 0.5, 1, 2.5, 5, 10})),
        late_seconds(prometheus::BuildHistogram()
                         .Name("retally_start_late_seconds")
                         .Help("How long after its due time an update started")
                         .Register(registry)
                         .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.002, 0.005, 0.01, 0.025,
                                                                          0.05, 0.1, 0.25, 0.5, 1, 5, 60})) {}

  prometheus::Family<prometheus::Counter>& runs;
  prometheus::Counter& done;
  prometheus::Counter& failed;
  prometheus::Counter& lost;
  prometheus::Counter& reports;
  prometheus::Histogram& run_seconds;
  prometheus::Histogram& late_seconds;
};

Worker::Worker(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
               WorkerOptions options)
    : schedule_(schedule),
      updater_(updater),
      clock_(clock),
      options_(options),
      metrics_(std::make_unique<Metrics>(metrics)) {}

Worker::~Worker() = default;

std::size_t Worker::step() {
  const std::vector<Run> runs = schedule_.claim(options_.claim, options_.lease);
  for (const Run& claimed : runs) run(claimed);
  return runs.size();
}

void Worker::run(const Run& run) {
  using Seconds = std::chrono::duration<double>;
  metrics_->late_seconds.Observe(Seconds(run.started - run.due).count());
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = renew(run);
  metrics_->run_seconds.Observe(Seconds(std::chrono::steady_clock::now() - begin).count());

  if (!schedule_.finish(run, outcome)) {
    metrics_->lost.Increment();
    spdlog::warn("update of {}: its lease ran out; another worker has taken it over", run.target);
  } else if (outcome.error) {
    metrics_->failed.Increment();
    spdlog::warn("update of {}, attempt {}: {}", run.target, run.attempt, *outcome.error);
  } else {
    metrics_->done.Increment();
  }
}

Outcome Worker::renew(const Run& run) {
  const std::optional<ResourceId> resource = resource_of(run.target);
  if (!resource) return Outcome::failure("'" + run.target + "' is no project, task or job");

  // Batches of runs wait behind one another: the lease of a later one may be half gone when its turn comes.
  TimePoint extend_at = run.started + options_.lease / 2;
  const auto may_go_on = [&] {
    if (clock_.now() < extend_at) return schedule_.holds(run);
    const std::optional<TimePoint> until = schedule_.extend(run, options_.lease);
    if (until) extend_at = *until - options_.lease / 2;
    return until.has_value();
  };
  try {
    const Renewed renewed = updater_.renew(*resource, run.kind == RunKind::request, may_go_on);
    metrics_->reports.Increment(static_cast<double>(renewed.reports));
    // CVAT's words for a request whose object is gone. A regular update has nothing to do for it, and that is
    // well.
    if (renewed.result == Renewal::missing && run.kind == RunKind::request) {
      return Outcome::failure("No report has been computed");
    }
    return Outcome::success();
  } catch (const std::exception& error) {
    return Outcome::failure(error.what());
  }
}

WorkerPool::WorkerPool(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
                       WorkerOptions options)
    : worker_(schedule, updater, clock, metrics, options), schedule_(schedule) {
  for (std::size_t i = 0; i < options.threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { loop(stop); });
  }
}

void WorkerPool::loop(const std::stop_token& stop) {
  // How long to leave a schedule alone that is away.
  constexpr Millis kPause = std::chrono::seconds(1);
  std::mutex mutex;
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    try {
      if (worker_.step() == 0) schedule_.wait(stop);
    } catch (const std::exception& error) {
      spdlog::warn("worker: {}; tried again in {} ms", error.what(), kPause.count());
      std::unique_lock lock(mutex);
      pause.wait_for(lock, stop, kPause, [] { return false; });
    }
  }
}

}  // namespace retally
