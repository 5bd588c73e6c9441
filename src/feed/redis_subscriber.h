// Hears what is published on the channels of a feed, in a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

#include "feed/redis_channel.h"
#include "redis/listener.h"

namespace retally {

class RedisSubscriber {
 public:
  // Called from the subscriber's thread.
  struct Ears {
    std::function<void(bool events)> begun;  // from now on the audience is heard, and every event if so
    std::function<void()> ended;             // what has begun is over
    std::function<void(std::string_view message)> audience;
    std::function<void(std::string_view message)> events;
  };

  // Connects by itself, and hears the audience at once; events only while it is told to. Must end before
  // `channel`.
  RedisSubscriber(RedisChannel& channel, Ears ears);

  // Whether to hear events. Any thread may call it; does not wait.
  void hear_events(bool wanted);

 private:
  std::unique_ptr<redis::Connection> connect();
  void hear(redis::Connection& connection, const std::stop_token& stop);
  void subscribe(redis::Connection& connection, bool to_events);
  void receive(redis::Connection& connection);

  RedisChannel& channel_;
  const Ears ears_;
  std::atomic<bool> events_wanted_ = false;
  RedisAddress server_;  // of the listener's thread: that of its connection
  redis::Listener listener_;
};

}  // namespace retally
