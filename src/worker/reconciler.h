// Finds what is stale and waits nowhere, and touches it: the net under everything that can go wrong between
// the store and the schedule (a crash between commit and touch, a schedule that was lost, an import beside
// the server, a cancelled update).
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "retally/schedule.h"
#include "store/store.h"

namespace prometheus {
class Registry;
class Counter;
}  // namespace prometheus

namespace retally {

class Reconciler {
 public:
  // Since it was first seen as failed. An update that fails for good is tried a few times in so long.
  static constexpr Millis kLeftAlone = std::chrono::minutes(10);

  // Both must outlive it. Nothing happens until step() or start().
  Reconciler(Store& store, Schedule& schedule, Clock& clock, prometheus::Registry& metrics);
  // Stops the beat.
  ~Reconciler();

  // Touches every stale root that is idle. One that has failed is left to people and to its next change for
  // kLeftAlone: a database that was away for long makes many fail that nobody would think of. Returns how
  // many it touched. Throws Error(unavailable) if the store or the schedule is away.
  std::size_t step();

  // Calls step() at once and then once per `beat`, in a thread of its own; one that throws is logged and
  // tried again.
  void start(Millis beat);

 private:
  bool is_left_alone(const std::string& target, SteadyTime now);
  void loop(const std::stop_token& stop, Millis beat);

  Store& store_;
  Schedule& schedule_;
  Clock& clock_;
  std::unordered_map<std::string, SteadyTime> failed_since_;  // of those that had failed at the last step
  prometheus::Counter& touched_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::jthread thread_;
};

}  // namespace retally
