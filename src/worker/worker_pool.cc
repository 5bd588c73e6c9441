#include "worker/worker_pool.h"

#include <spdlog/spdlog.h>

#include "retally/error.h"

namespace retally {

Worker::Worker(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
               WorkerOptions options)
    : schedule_(schedule), updater_(updater), clock_(clock), options_(options), metrics_(metrics) {}

std::size_t Worker::step() {
  const std::vector<Run> runs = schedule_.claim(options_.claim, options_.lease);
  for (const Run& claimed : runs) run(claimed);
  return runs.size();
}

void Worker::run(const Run& run) {
  metrics_.started(run);
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = renew(run);
  const auto took = std::chrono::steady_clock::now() - begin;
  metrics_.ended(run, took, outcome, schedule_.finish(run, outcome));
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
    metrics_.renewed(renewed.reports);
    return outcome_of(renewed, run.kind);
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
