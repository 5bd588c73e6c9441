#include "worker/worker_pool.h"

#include <spdlog/spdlog.h>

#include "retally/error.h"
#include "schedule/pause.h"

namespace retally {

Worker::Worker(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
               WorkerOptions options)
    : schedule_(schedule), updater_(updater), clock_(clock), options_(options), metrics_(metrics) {}

// Leases are counted from before they are asked for, and by a clock of this process that nobody sets: that of
// the schedule may be another machine's.
std::size_t Worker::step(const std::stop_token& stop) {
  const SteadyTime asked = clock_.steady();
  const std::vector<Run> runs = schedule_.claim(options_.claim, options_.lease);
  for (const Run& claimed : runs) run(claimed, asked + options_.lease, stop);
  return runs.size();
}

void Worker::run(const Run& run, SteadyTime lease_until, const std::stop_token& stop) {
  metrics_.started(run);
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = renew(run, lease_until);
  const auto took = std::chrono::steady_clock::now() - begin;
  metrics_.ended(run, took, outcome, finish(run, outcome, lease_until, stop));
}

// What has been worked out and saved is not thrown away because the schedule is away for a moment.
bool Worker::finish(const Run& run, const Outcome& outcome, SteadyTime lease_until,
                    const std::stop_token& stop) {
  while (true) {
    try {
      return schedule_.finish(run, outcome);
    } catch (const Error& error) {
      if (stop.stop_requested()) throw;
      if (clock_.steady() >= lease_until) {
        spdlog::warn("update of {}: its end could not be told: {}", run.target, error.what());
        return false;
      }
      spdlog::warn("update of {}: its end is not told: {}; tried again in {} ms", run.target, error.what(),
                   options_.pause.count());
    }
    pause(stop, options_.pause);
  }
}

Outcome Worker::renew(const Run& run, SteadyTime& lease_until) {
  const std::optional<ResourceId> resource = resource_of(run.target);
  if (!resource) return Outcome::failure("'" + run.target + "' is no project, task or job");

  // Batches of runs wait behind one another: the lease of a later one may be half gone when its turn comes.
  const auto may_go_on = [&] {
    const SteadyTime now = clock_.steady();
    if (now < lease_until - options_.lease / 2) return schedule_.holds(run);
    if (!schedule_.extend(run, options_.lease)) return false;
    lease_until = now + options_.lease;
    return true;
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
  while (!stop.stop_requested()) {
    try {
      if (worker_.step(stop) == 0) schedule_.wait(stop);
    } catch (const std::exception& error) {
      spdlog::warn("worker: {}; tried again in {} ms", error.what(), kPause.count());
      pause(stop);
    }
  }
}

}  // namespace retally
