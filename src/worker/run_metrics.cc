#include "worker/run_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include <string>

namespace retally {
namespace {

using Boundaries = prometheus::Histogram::BucketBoundaries;

prometheus::Counter& runs(prometheus::Registry& registry, const std::string& result) {
  return prometheus::BuildCounter()
      .Name("retally_runs_total")
      .Help("Updates that were run, by how they ended")
      .Register(registry)
      .Add({{"result", result}});
}

prometheus::Histogram& seconds(prometheus::Registry& registry, const std::string& name,
                               const std::string& help, const Boundaries& boundaries) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, boundaries);
}

}  // namespace

RunMetrics::RunMetrics(prometheus::Registry& registry)
    : done_(runs(registry, "done")),
      failed_(runs(registry, "failed")),
      lost_(runs(registry, "lost")),
      reports_(prometheus::BuildCounter()
                   .Name("retally_reports_renewed_total")
                   .Help("Reports that were worked out and saved")
                   .Register(registry)
                   .Add({})),
      run_seconds_(seconds(registry, "retally_run_seconds", "How long an update took",
                           {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10})),
      late_seconds_(seconds(registry, "retally_start_late_seconds",
                            "How long after its due time an update started",
                            {0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60})) {}

void RunMetrics::started(const Run& run) {
  late_seconds_.Observe(std::chrono::duration<double>(run.started - run.due).count());
}

void RunMetrics::ended(const Run& run, std::chrono::duration<double> took, const Outcome& outcome,
                       bool kept) {
  run_seconds_.Observe(took.count());
  if (!kept) {
    lost_.Increment();
    spdlog::warn("update of {}: its lease ran out; another worker has taken it over", run.target);
  } else if (outcome.error) {
    failed_.Increment();
    spdlog::warn("update of {}, attempt {}: {}", run.target, run.attempt, *outcome.error);
  } else {
    done_.Increment();
  }
}

void RunMetrics::renewed(std::size_t reports) {
  reports_.Increment(static_cast<double>(reports));
}

}  // namespace retally
