#include "ingest/forgetter.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include "retally/error.h"

namespace retally {

Forgetter::Forgetter(Store& store, Ingest& ingest, Clock& clock, prometheus::Registry& metrics,
                     ForgetterOptions options)
    : store_(store),
      ingest_(ingest),
      clock_(clock),
      options_(options),
      forgotten_(prometheus::BuildCounter()
                     .Name("retally_forgotten_events_total")
                     .Help("Old events of which it was forgotten that they were counted")
                     .Register(metrics)
                     .Add({})) {
  tell_horizon();
}

Forgetter::~Forgetter() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  {
    const std::lock_guard lock(mutex_);  // the loop is before its wait, and sees the stop, or in it
  }
  stopped_.notify_all();
}

std::size_t Forgetter::step(const std::stop_token& stop) {
  std::size_t forgotten = 0;
  const std::optional<TimePoint> latest =
      options_.after > Millis(0) ? store_.read()->latest_event() : std::nullopt;
  std::size_t deleted = latest ? options_.chunk : 0;
  while (deleted == options_.chunk && deleted > 0 && !stop.stop_requested()) {
    const TimePoint now = clock_.now();
    deleted = store_.forget(forget_before(now, *latest), now, options_.chunk);
    forgotten_.Increment(static_cast<double>(deleted));
    forgotten += deleted;
  }
  tell_horizon();
  return forgotten;
}

// A horizon never goes back. So one set by a clock that is years ahead would refuse every event for years:
// the latest event bounds it.
TimePoint Forgetter::forget_before(TimePoint now, TimePoint latest) {
  const bool quiet = now - latest > kQuiet;
  if (quiet && !quiet_)
    spdlog::warn(
        "forgetting: the latest event is {} days old; see that the clock is right. What is forgotten is "
        "what came long enough before that event",
        std::chrono::floor<std::chrono::days>(now - latest).count());
  quiet_ = quiet;
  return std::min(now, latest) - options_.after;
}

void Forgetter::tell_horizon() {
  ingest_.set_horizon(store_.read()->forgotten_before());
}

void Forgetter::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
}

void Forgetter::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      if (const std::size_t forgotten = step(stop); forgotten > 0)
        spdlog::info("forgot {} events", forgotten);
    } catch (const std::exception& error) {
      spdlog::warn("forgetting: {}; tried again in a minute", error.what());
    }
    std::unique_lock lock(mutex_);
    for (const SteadyTime next = clock_.steady() + kBeat; !stop.stop_requested() && clock_.steady() < next;) {
      clock_.wait_until(stopped_, lock, next);
    }
  }
}

}  // namespace retally
