#include "cli/node.h"

namespace retally {

Node::Node(const NodeOptions& options)
    : store_(open_store(options.store)),
      schedule_(make_memory_schedule({.policy = options.policy}, clock_)),
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
