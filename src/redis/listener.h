// Listens on a connection of its own, in a thread of its own. A connection that is lost is made again.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "redis/connection.h"

namespace retally::redis {

class Listener {
 public:
  // Makes a connection whose receive() waits for ever. Throws Error(unavailable).
  using Connect = std::function<std::unique_ptr<Connection>()>;
  // Subscribes, and receives until `stop`; what it waits for is interrupted then. Throws Error(unavailable)
  // when the connection is lost.
  using Hear = std::function<void(Connection& connection, const std::stop_token& stop)>;

  // Calls both again and again, from its thread, until it is destroyed; a server that is away is left alone
  // for a second. What they use must outlive it.
  Listener(Connect connect, Hear hear);
  ~Listener();

 private:
  void run(const std::stop_token& stop);
  void listen(const std::stop_token& stop);

  const Connect connect_;
  const Hear hear_;
  std::mutex mutex_;  // guards connection_
  std::unique_ptr<Connection> connection_;
  std::jthread thread_;
};

}  // namespace retally::redis
