// What there is to count of runs, whoever executes them.
#pragma once

#include "retally/schedule.h"

namespace prometheus {
class Counter;
class Histogram;
class Registry;
}  // namespace prometheus

namespace retally {

// Once per registry. Every function may be called from any thread.
class RunMetrics {
 public:
  explicit RunMetrics(prometheus::Registry& registry);

  void started(const Run& run);
  // How long it took, and how it ended. `kept`: it held its lease to the end.
  void ended(const Run& run, std::chrono::duration<double> took, const Outcome& outcome, bool kept);
  void renewed(std::size_t reports);

 private:
  prometheus::Counter& done_;
  prometheus::Counter& failed_;
  prometheus::Counter& lost_;
  prometheus::Counter& reports_;
  prometheus::Histogram& run_seconds_;
  prometheus::Histogram& late_seconds_;
};

}  // namespace retally
