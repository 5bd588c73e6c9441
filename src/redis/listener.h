// Listens on a connection of its own, in a thread of its own. A connection that is lost is made again.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "redis/connection.h"

namespace retally::redis {

class Listener {
 public:
  // Makes a connection. Throws Error(unavailable).
  using Connect = std::function<std::unique_ptr<Connection>()>;
  // Subscribes, and receives until `stop`; its receive() waits for ever, but is interrupted then, and by a
  // restart(). Throws Error(unavailable) when the connection is lost.
  using Hear = std::function<void(Connection& connection, const std::stop_token& stop)>;

  // Calls both again and again, from its thread, until it is destroyed; a server that is away is left alone
  // for a second. What they use must outlive it.
  Listener(Connect connect, Hear hear);
  // Waits for a Connect that is under way: for the time-outs of its connection.
  ~Listener();

  // Begins anew, and at once: a connection that has subscribed to something can't be told of more from
  // elsewhere. Any thread may call it; does not wait.
  void restart();

 private:
  void run(const std::stop_token& stop);
  void listen(const std::stop_token& stop);

  const Connect connect_;
  const Hear hear_;
  std::mutex mutex_;  // guards all below
  std::condition_variable_any restarted_;
  bool again_ = false;  // a restart is asked for, and has not begun
  std::unique_ptr<Connection> connection_;
  std::jthread thread_;
};

}  // namespace retally::redis
