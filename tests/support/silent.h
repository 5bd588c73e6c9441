// A store and a schedule that say nothing, like servers whose answers are lost on the way, until the test
// lets them.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "retally/schedule.h"
#include "store/store.h"

namespace retally::support {

class Silence {
 public:
  // Returns when the silence has ended.
  void keep() {
    ++kept_;
    kept_.notify_all();
    ended_.wait(false);
  }

  void end() {
    ended_ = true;
    ended_.notify_all();
  }

  // Waits until somebody waits for an answer.
  void wait_for_one() { kept_.wait(0); }

 private:
  std::atomic<int> kept_ = 0;
  std::atomic<bool> ended_ = false;
};

// Says nothing to those who read. Batches are written.
class SilentStore final : public Store {
 public:
  SilentStore(Store& store, Silence& silence) : store_(store), silence_(silence) {}

  Result apply(std::span<const ChangeSet* const> sets) override { return store_.apply(sets); }
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override {
    return silent().put_job_facts(facts);
  }
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override {
    return silent().put_annotations(job, count);
  }
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override { return silent().restore(id, now); }
  std::size_t save(std::span<const StoredReport> reports) override { return silent().save(reports); }
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override {
    return silent().forget(before, now, limit);
  }
  std::unique_ptr<Reader> read() override { return silent().read(); }

 private:
  Store& silent() {
    silence_.keep();
    return store_;
  }

  Store& store_;
  Silence& silence_;
};

class SilentSchedule final : public Schedule {
 public:
  SilentSchedule(Schedule& schedule, Silence& silence) : schedule_(schedule), silence_(silence) {}

  using Schedule::extend;
  using Schedule::finish;
  using Schedule::touch;

  std::vector<Touched> touch(std::span<const Touch> touches) override { return silent().touch(touches); }
  std::vector<Run> claim(std::size_t max, Millis lease) override { return silent().claim(max, lease); }
  bool wait(std::stop_token stop) override { return silent().wait(std::move(stop)); }
  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override {
    return silent().extend(runs, lease);
  }
  bool holds(const Run& run) override { return silent().holds(run); }
  std::vector<bool> finish(std::span<const Ending> endings) override { return silent().finish(endings); }
  std::string request(std::string_view target, std::string_view user) override {
    return silent().request(target, user);
  }
  std::optional<Request> find_request(std::string_view id) override { return silent().find_request(id); }
  void forget_request(std::string_view id) override { silent().forget_request(id); }
  bool cancel(std::string_view target) override { return silent().cancel(target); }
  bool retry(std::string_view target) override { return silent().retry(target); }
  std::vector<TargetState> states(std::span<const std::string> targets) override {
    return silent().states(targets);
  }
  std::optional<TimePoint> due(std::string_view target) override { return silent().due(target); }
  Listing list(ListState state, std::size_t offset, std::size_t limit) override {
    return silent().list(state, offset, limit);
  }
  Stats stats() override { return silent().stats(); }

 private:
  Schedule& silent() {
    silence_.keep();
    return schedule_;
  }

  Schedule& schedule_;
  Silence& silence_;
};

}  // namespace retally::support
