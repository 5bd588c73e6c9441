// Hears what other processes have made due at once, so that a worker need not ask for it again and again.
//
// The scripts publish on a channel of each shard that there is something to do now: nothing but that, and
// only for what nobody could have known of in time. What is missed, by a connection that is cut, costs
// nothing but time: who waits asks by itself after a while.
#pragma once

#include <functional>

#include "redis/listener.h"
#include "redis/queue.h"

namespace retally::redis {

class WakeListener {
 public:
  // Calls `heard` from a thread of its own for each message, until it is destroyed. A server that is away is
  // tried again. Both must outlive it.
  WakeListener(Queue& queue, std::function<void()> heard);

 private:
  void hear(Connection& connection, const std::stop_token& stop);

  Queue& queue_;
  const std::function<void()> heard_;
  Listener listener_;
};

}  // namespace retally::redis
