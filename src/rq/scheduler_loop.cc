#include "rq/scheduler_loop.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <random>

#include "retally/error.h"
#include "rq/key_watcher.h"
#include "rq/keys.h"

namespace retally::rq {
namespace {

using Steady = std::chrono::steady_clock;

// A flood of new jobs tells of itself thousands of times a second: it is looked at so often at most.
constexpr Micros kBreath = std::chrono::milliseconds(2);
// How long a server that is away, or a lock of another scheduler, is left alone. The latter's end is told of,
// but not when it ran out.
constexpr Micros kLeftAlone = std::chrono::seconds(1);

// As uuid4().hex, by which rq-scheduler names its instances.
std::string random_name() {
  std::random_device random;
  std::string name;
  while (name.size() < 32) name += "0123456789abcdef"[random() % 16];
  return name;
}

// Times of Python are whole seconds: who has to ask does so as they begin.
Micros until_next_second(Micros now) {
  return std::chrono::seconds(1) - now % std::chrono::seconds(1);
}

}  // namespace

SchedulerLoop::SchedulerLoop(Server& server, SchedulerLoopOptions options)
    : server_(server), options_(options), instance_(kSchedulerInstance + random_name()), scheduler_(server) {}

Look SchedulerLoop::once() {
  begin();
  const Look look = scheduler_.step();
  end();
  return look;
}

void SchedulerLoop::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool has_changed = false;
  const KeyWatcher watcher(server_, {kScheduledJobs, kSchedulerLock, kQueues, kRegistries, kRegistryLocks},
                           [&](const std::vector<std::string>&) {
                             const std::scoped_lock lock(mutex);
                             has_changed = true;
                             changed.notify_one();
                           });
  Steady::time_point next_beat = Steady::now() + options_.interval;
  while (!stop.stop_requested()) {
    Micros pause = kLeftAlone;
    const Steady::time_point woke = Steady::now();
    try {
      if (woke >= next_beat) {
        begin();
        scheduler_.forget_unreadable();
        next_beat = woke + options_.interval;
      }
      const Look look = scheduler_.step();
      if (look.moved + look.gone > 0) {
        spdlog::debug("moved {} jobs, {} of them due again; {} were gone", look.moved, look.again, look.gone);
      }
      pause = std::chrono::duration_cast<Micros>(next_beat - woke);
      if (look.next) pause = std::min(pause, std::max(*look.next - look.now, Micros(0)));
      if (look.locked) pause = std::min(pause, kLeftAlone);
      if (!watcher.hears()) pause = std::min({pause, until_next_second(look.now), Micros(options_.interval)});
    } catch (const Error& error) {
      spdlog::warn("{}; tried again in {} s", error.what(), kLeftAlone / std::chrono::seconds(1));
    }
    std::unique_lock lock(mutex);
    const bool woken = changed.wait_for(lock, stop, pause, [&] { return has_changed; });
    has_changed = false;
    if (woken) changed.wait_until(lock, stop, woke + kBreath, [] { return false; });
  }
  end();
}

void SchedulerLoop::begin() {
  note("birth",
       std::chrono::duration_cast<std::chrono::seconds>(options_.interval) + std::chrono::seconds(10));
}

void SchedulerLoop::end() noexcept {
  try {
    note("death", std::chrono::seconds(60));
  } catch (const std::exception& error) {
    spdlog::debug("its end is not noted: {}", error.what());  // it is forgotten all the same, in a while
  }
}

void SchedulerLoop::note(const std::string& event, std::chrono::seconds kept) {
  server_.call("instance", std::array{instance_}, std::array{event, std::to_string(kept.count())});
}

}  // namespace retally::rq
