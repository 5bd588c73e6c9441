// The threads that run what is due: claim, renew, finish.
#pragma once

#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

#include "retally/schedule.h"
#include "schedule/pause.h"
#include "worker/run_metrics.h"
#include "worker/updater.h"

namespace prometheus {
class Registry;
}

namespace retally {

struct WorkerOptions {
  std::size_t threads = 2;
  // Runs that a worker takes at once. More would spread the cost of a claim, but wait for one another behind
  // one worker while the next stands idle; in memory a claim costs a microsecond.
  std::size_t claim = 1;
  // A run that is not extended for so long is taken back: its worker is dead, or stopped.
  Millis lease = std::chrono::seconds(30);
  // For so long a schedule that is away is left alone before the end of a run is told again.
  Millis pause = kPause;
};

// Does one run: what the threads do in turn, and what a test calls directly.
class Worker {
 public:
  Worker(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
         WorkerOptions options);

  // Claims what is due and runs it. Returns how many runs that were. Where the schedule is away when a run
  // has ended, it is told later, unless the lease runs out before or `stop` is requested; in the latter case
  // it throws Error(unavailable), as it does where nothing can be claimed.
  std::size_t step(const std::stop_token& stop = {});

 private:
  void run(const Run& run, SteadyTime lease_until, const std::stop_token& stop);
  Outcome renew(const Run& run, SteadyTime& lease_until);
  bool finish(const Run& run, const Outcome& outcome, SteadyTime lease_until, const std::stop_token& stop);

  Schedule& schedule_;
  Updater& updater_;
  Clock& clock_;
  const WorkerOptions options_;
  RunMetrics metrics_;
};

class WorkerPool {
 public:
  // All arguments must outlive it. The threads start at once, and end with the pool: each after the run it is
  // in.
  WorkerPool(Schedule& schedule, Updater& updater, Clock& clock, prometheus::Registry& metrics,
             WorkerOptions options);

 private:
  void loop(const std::stop_token& stop);

  Worker worker_;
  Schedule& schedule_;
  std::vector<std::jthread> threads_;
};

}  // namespace retally
