// The server: REST, ingest and metrics over HTTP.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "retally/clock.h"
#include "retally/policy.h"

namespace prometheus {
class Registry;
}

namespace retally {

class Feed;
class Ingest;
class Schedule;
class Store;

// What the server serves. Everything must outlive it.
struct Services {
  Store& store;
  Schedule& schedule;
  Ingest& ingest;
  Clock& clock;
  prometheus::Registry& metrics;
  Feed& feed;
  Policy policy = {};  // of the schedule, for those who ask
  // The store or the schedule is another process. It may be silent for as long as a connection to it may
  // take.
  bool remote = false;
};

struct ServerOptions {
  std::string listen = "127.0.0.1:8460";  // ADDR:PORT; port 0: any free one
  std::string token_file = {};            // hashed tokens and their scopes; empty: no tokens are asked for

  // A second listener that takes events and nothing else, without a token: CVAT's sender carries none. Empty:
  // none.
  std::string ingest_listen = {};
  std::vector<std::string> ingest_from = {};  // CIDRs that may use it; needed when it is beyond loopback

  std::size_t threads = 2;
  std::size_t max_body_bytes = 100u << 20;  // what CVAT's sender keeps to
  std::size_t max_header_bytes = 16u << 10;
  std::chrono::seconds read_timeout{30};  // for a whole request to arrive
  std::chrono::seconds idle_timeout{60};  // between two requests of a connection
  std::size_t max_connections = 1024;
  std::chrono::seconds heartbeat{
      15};                        // of a stream that has nothing to send: well below any proxy's patience
  std::size_t max_streams = 100;  // of events; each may take 1/2 MB, and some work for every event
};

class Server {
 public:
  // Listens when it returns. Throws Error(invalid_input) for options that don't hold together (an address
  // beyond loopback without a token file, an ingest listener beyond loopback without networks, networks
  // without an ingest listener),
  // Error(unavailable) when the address is taken.
  Server(const Services& services, const ServerOptions& options);
  // Ends the connections, after the requests that are being answered.
  ~Server();

  // Says at /healthz and /readyz from now on that it is about to end, and answers all else as before. For a
  // balancer, which then sends the next requests to others. Any thread may call it.
  void drain();

  // Reads the token file anew; who shows a token is judged by it from the next request on, and streams that
  // are open go on. Throws Error(invalid_input) as at the start: then what was read last stays. Does nothing
  // without a token file. Any thread may call it.
  void reload_tokens();

  // The ports that are listened on; 0 where there is no such listener.
  std::uint16_t port() const;
  std::uint16_t ingest_port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace retally
