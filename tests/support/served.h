// All that a server serves, for tests: an empty store, a schedule and a clock that stands still.
#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "feed/observed_schedule.h"
#include "http/server.h"
#include "ingest/ingest.h"
#include "retally/manual_clock.h"
#include "retally/memory_schedule.h"
#include "store/store.h"
#include "worker/updater.h"
#include "worker/worker_pool.h"

namespace retally::support {

class Served {
 public:
  // `wrap` may put something between the server and its store.
  using Wrap = std::function<Store&(Store&)>;

  explicit Served(const Wrap& wrap = [](Store& store) -> Store& { return store; })
      : front_store_(wrap(*store_)), ingest_(front_store_, schedule_, metrics_) {}

  Services services() { return {front_store_, schedule_, ingest_, clock_, metrics_, *feed_}; }

  ManualClock& clock() { return clock_; }
  Store& store() { return *store_; }
  Schedule& schedule() { return schedule_; }
  Feed& feed() { return *feed_; }
  Ingest& ingest() { return ingest_; }

  // Runs all that is due, until nothing is.
  void run_due() {
    while (worker_.step() > 0) continue;
  }
  // Turns the clock past the window, and runs what waits.
  void run_all() {
    clock_.advance(std::chrono::minutes(15));
    run_due();
  }

 private:
  ManualClock clock_{std::chrono::sys_days{std::chrono::year{2024} / 6 / 12} + std::chrono::hours(12)};
  prometheus::Registry metrics_;
  std::unique_ptr<Store> store_ = open_store("sqlite::memory:");
  std::unique_ptr<Feed> feed_ = make_memory_feed();
  std::unique_ptr<Schedule> unobserved_ = make_memory_schedule({}, clock_);
  ObservedSchedule schedule_{*unobserved_, *feed_, clock_};
  Store& front_store_;
  Ingest ingest_;
  Updater updater_{*store_, clock_};
  Worker worker_{schedule_, updater_, clock_, metrics_, {}};
};

// An event as CVAT's sender posts it: `count` shapes created in a job. `n` tells events apart.
inline std::string shapes_event(std::int64_t job, std::int64_t count, std::int64_t n = 0) {
  return R"({"scope": "create:shapes", "source": "server", "obj_name": "rectangle", "timestamp": ")" +
         std::to_string(1718020800 + n) + R"(.0", "count": )" + std::to_string(count) + R"(, "job_id": )" +
         std::to_string(job) + R"(, "task_id": 3, "project_id": 7, "user_id": 5, "user_name": "anna"})";
}

}  // namespace retally::support
