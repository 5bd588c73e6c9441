// Runs updates by jobs of RQ: claims what is due, puts a job for it into a queue, and ends the run when the
// job has ended. docs/rq.md has the states of a run, and what a crash in each of them leads to.
#pragma once

#include <prometheus/registry.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "retally/schedule.h"
#include "rq/delivery_options.h"
#include "rq/key_watcher.h"
#include "rq/outbox.h"
#include "store/store.h"
#include "worker/run_metrics.h"
#include "worker/updater.h"

namespace retally::rq {

class Delivery {
 public:
  // Runs that wait for their jobs at once. What is due beyond that stays on the schedule, where it merges
  // changes, and can be cancelled.
  static constexpr std::size_t kAtOnce = 1000;

  // All but `options` must outlive it. The threads start at once. Throws Error(invalid_input) for a Redis
  // that RQ can't be on.
  Delivery(Schedule& schedule, Store& store, Updater& updater, prometheus::Registry& metrics,
           const DeliveryOptions& options);
  // The jobs go on. Their runs are taken up by another node, or by this one when it is started again.
  ~Delivery();

 private:
  using Steady = std::chrono::steady_clock;

  // A run under way.
  struct Errand {
    Run run;
    std::int64_t version = 0;  // of the resource when it was claimed: what the job takes account of at least
    Steady::time_point begin{};
    Steady::time_point extend_at{};
    bool behind = false;                 // an earlier job of the target has to end first
    JobPhase phase = JobPhase::waiting;  // of the job, as it was last seen
    std::string heartbeat{};             // and what its worker had said by then
    Steady::time_point heard{};          // when it last gave a sign of life, or was placed
    bool missing = false;                // it was not in its queue when it was last looked for
  };
  // One whose run has to be ended.
  struct Ended {
    std::string job;
    Errand errand;
    Outcome outcome;
  };

  void claim_loop(const std::stop_token& stop);
  void claim(std::size_t most, const std::stop_token& stop);
  void place(std::vector<Errand> errands);
  void fail(std::vector<Errand> errands, const std::string& why);
  std::int64_t version_of(const std::string& target);

  void watch_loop(const std::stop_token& stop);
  std::vector<std::string> wait_for_changes(const std::stop_token& stop);
  void look_at(std::span<const std::string> jobs);
  Millis silence_of(const std::string& job, const JobState& state);
  void recall(const std::vector<std::string>& jobs);
  std::optional<Errand> errand_of(const std::string& job);
  std::optional<Errand> take_out(const std::string& job);
  void end(std::vector<Ended> ended);
  Outcome renew(const Errand& errand);
  void extend_leases();
  void extended(const std::string& job, const Run& run, bool holds, Steady::time_point asked);

  Schedule& schedule_;
  Store& store_;
  Updater& updater_;
  RunMetrics metrics_;
  const DeliveryOptions options_;
  Server server_;
  Outbox outbox_;

  std::mutex mutex_;                       // guards all down to changed_
  std::map<std::string, Errand> errands_;  // by the job that each waits for
  std::set<std::string> changed_jobs_;
  bool look_at_all_ = false;
  Steady::time_point next_round_{};
  std::condition_variable_any free_;     // there are fewer errands
  std::condition_variable_any changed_;  // a job has changed, or may have

  KeyWatcher watcher_;
  std::jthread claimer_;
  std::jthread watchman_;
};

}  // namespace retally::rq
