#include "cli/node.h"

#include <spdlog/spdlog.h>

#include "retally/redis_schedule.h"

namespace retally {
namespace {

std::unique_ptr<Schedule> open_schedule(const std::string& url, const ScheduleOptions& settings,
                                        Clock& clock) {
  if (url == "memory") return make_memory_schedule(settings, clock);
  RedisOptions options = redis_options(url);
  options.warn = [](const std::string& warning) { spdlog::warn(warning); };
  return make_redis_schedule(options, settings, clock);
}

}  // namespace

Node::Node(const NodeOptions& options)
    : store_(open_store(options.store)),
      schedule_(open_schedule(options.schedule, {.policy = options.policy}, clock_)),
      ingest_(*store_, *schedule_, metrics_),
      updater_(*store_, clock_),
      workers_(*schedule_, updater_, clock_, metrics_, options.workers),
      reconciler_(*store_, *schedule_, clock_, metrics_),
      server_({*store_, *schedule_, ingest_, clock_, metrics_}, options.server) {
  // The first step of the beat rebuilds the schedule from the store.
  reconciler_.start(options.reconcile_every);
}

std::string with_port(const std::string& listen, std::uint16_t port) {
  return listen.substr(0, listen.rfind(':') + 1) + std::to_string(port);
}

}  // namespace retally
