#include "worker/reconciler.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "retally/error.h"

namespace retally {

namespace {
// Bounds the memory of a step and the length of one call to the schedule, however much is stale.
constexpr std::size_t kPage = 1000;
}  // namespace

Reconciler::Reconciler(Store& store, Schedule& schedule, Clock& clock, prometheus::Registry& metrics)
    : store_(store),
      schedule_(schedule),
      clock_(clock),
      touched_(prometheus::BuildCounter()
                   .Name("retally_reconciled_targets_total")
                   .Help("Targets that were stale but not scheduled, and have been touched")
                   .Register(metrics)
                   .Add({})) {}

Reconciler::~Reconciler() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  {
    const std::lock_guard lock(
        mutex_);  // the loop is either before its wait, and sees the stop, or in it, and is woken
  }
  stopped_.notify_all();
}

bool Reconciler::is_left_alone(const std::string& target, SteadyTime now) {
  return now - failed_since_.try_emplace(target, now).first->second < kLeftAlone;
}

std::size_t Reconciler::step() {
  std::size_t touched = 0;
  const SteadyTime now = clock_.steady();
  std::unordered_map<std::string, SteadyTime> failed;
  std::optional<ResourceId> after;
  while (true) {
    const std::vector<ResourceId> stale = store_.read()->stale_roots(after, kPage);
    if (stale.empty()) break;
    after = stale.back();

    std::vector<std::string> targets;
    targets.reserve(stale.size());
    for (const ResourceId root : stale) targets.push_back(target_of(root));
    const std::vector<TargetState> states = schedule_.states(targets);

    // What runs is looked at again at the next beat: if it has read the store before a change, it leaves it
    // stale. A run may take longer than a beat, where others do its work.
    std::vector<std::string> lost;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (states[i].pending || states[i].running) continue;
      if (states[i].failed && is_left_alone(targets[i], now)) {
        failed.insert(*failed_since_.find(targets[i]));
      } else {
        lost.push_back(std::move(targets[i]));
      }
    }
    if (!lost.empty()) schedule_.touch(lost);
    touched += lost.size();
  }
  failed_since_ = std::move(failed);
  touched_.Increment(static_cast<double>(touched));
  return touched;
}

void Reconciler::start(Millis beat) {
  thread_ = std::jthread([this, beat](const std::stop_token& stop) { loop(stop, beat); });
}

void Reconciler::loop(const std::stop_token& stop, Millis beat) {
  while (!stop.stop_requested()) {
    try {
      if (const std::size_t touched = step(); touched > 0)
        spdlog::info("reconciliation touched {} targets", touched);
    } catch (const std::exception& error) {
      spdlog::warn("reconciliation: {}; tried again in {} s", error.what(),
                   std::chrono::duration_cast<std::chrono::seconds>(beat).count());
    }
    std::unique_lock lock(mutex_);
    for (const SteadyTime next = clock_.steady() + beat; !stop.stop_requested() && clock_.steady() < next;) {
      clock_.wait_until(stopped_, lock, next);
    }
  }
}

}  // namespace retally
