// One process of retally: everything between the disk and the network, put together.
#pragma once

#include <prometheus/registry.h>

#include <memory>
#include <optional>
#include <string>

#include "feed/observed_schedule.h"
#include "http/server.h"
#include "ingest/forgetter.h"
#include "ingest/ingest.h"
#include "retally/memory_schedule.h"
#include "rq/delivery.h"
#include "store/store.h"
#include "worker/reconciler.h"
#include "worker/updater.h"
#include "worker/worker_pool.h"

namespace retally {

struct NodeOptions {
  std::string store;                // its URL
  std::string schedule = "memory";  // that, or the URL of a Redis server
  Policy policy;
  WorkerOptions workers;
  std::optional<rq::DeliveryOptions> deliver;  // in the place of the workers
  Millis reconcile_every = std::chrono::seconds(60);
  ForgetterOptions forget;
  ServerOptions server;
};

// The members are in the order in which they start, each on those above it, and they end in the reverse one:
// the server stops listening and answers what is in flight; the workers end their runs, or the delivery
// leaves them to others; the ingest commits its queue; the store closes last.
class Node {
 public:
  // Serves when it returns. Throws Error as the parts do: for options that can't work, a store that can't be
  // opened, an address that is taken.
  explicit Node(const NodeOptions& options);

  Ingest& ingest() { return ingest_; }
  Server& server() { return server_; }

 private:
  SystemClock clock_;
  prometheus::Registry metrics_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<Schedule> schedule_;
  ObservedSchedule observed_;
  Ingest ingest_;
  Forgetter forgetter_;
  Updater updater_;
  std::unique_ptr<WorkerPool> workers_;
  std::unique_ptr<rq::Delivery> delivery_;
  Reconciler reconciler_;
  Server server_;
};

// The address that a listener with this option really listens on: "127.0.0.1:0" and 4711 is "127.0.0.1:4711".
std::string with_port(const std::string& listen, std::uint16_t port);

}  // namespace retally
