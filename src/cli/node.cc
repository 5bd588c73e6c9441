#include "cli/node.h"

#include <spdlog/spdlog.h>

#include "retally/redis_schedule.h"
#include "store/store_url.h"

namespace retally {
namespace {

std::unique_ptr<Schedule> open_schedule(const std::string& url, const ScheduleOptions& settings,
                                        Clock& clock) {
  if (url == "memory") return make_memory_schedule(settings, clock);
  RedisOptions options = redis_options(url);
  options.warn = [](const std::string& warning) { spdlog::warn(warning); };
  return make_redis_schedule(options, settings, clock);
}

std::unique_ptr<Feed> open_feed(const std::string& url) {
  return url == "memory" ? make_memory_feed() : make_redis_feed(redis_options(url));
}

bool is_remote(const NodeOptions& options) {
  return is_postgres_url(options.store) || options.schedule != "memory";
}

}  // namespace

Node::Node(const NodeOptions& options)
    : store_(open_store(options.store)),
      feed_(open_feed(options.schedule)),
      schedule_(open_schedule(options.schedule, {.policy = options.policy}, clock_)),
      observed_(*schedule_, *feed_, clock_),
      ingest_(*store_, observed_, metrics_),
      forgetter_(*store_, ingest_, clock_, metrics_, options.forget),
      updater_(*store_, clock_),
      workers_(options.deliver
                   ? nullptr
                   : std::make_unique<WorkerPool>(observed_, updater_, clock_, metrics_, options.workers)),
      delivery_(options.deliver
                    ? std::make_unique<rq::Delivery>(observed_, *store_, updater_, metrics_, *options.deliver)
                    : nullptr),
      reconciler_(*store_, observed_, clock_, metrics_),
      server_({*store_, observed_, ingest_, clock_, metrics_, *feed_, options.policy, is_remote(options)},
              options.server) {
  // The first step of the beat rebuilds the schedule from the store.
  reconciler_.start(options.reconcile_every);
  forgetter_.start();
}

std::string with_port(const std::string& listen, std::uint16_t port) {
  return listen.substr(0, listen.rfind(':') + 1) + std::to_string(port);
}

}  // namespace retally
