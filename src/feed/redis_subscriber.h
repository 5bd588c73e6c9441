// Hears what is published on the channels of a feed, in a thread of its own.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "feed/redis_channel.h"

namespace retally {

class RedisSubscriber {
 public:
  // Called from the subscriber's thread.
  struct Ears {
    std::function<void(bool events)> begun;  // from now on the audience is heard, and every event if so
    std::function<void()> ended;
    std::function<void(std::string_view message)> audience;
    std::function<void(std::string_view message)> events;
  };

  // Connects by itself, and hears the audience at once; events only while it is told to. Must end before
  // `channel`.
  RedisSubscriber(RedisChannel& channel, Ears ears);
  ~RedisSubscriber();

  // Whether to hear events. Any thread may call it; does not wait.
  void hear_events(bool wanted);

 private:
  void run(const std::stop_token& stop);
  void hear(const std::stop_token& stop);
  void subscribe(redis::Connection& connection, bool to_events);

  RedisChannel& channel_;
  const Ears ears_;
  std::mutex mutex_;  // guards all below
  std::condition_variable_any changed_;
  std::unique_ptr<redis::Connection> connection_;
  bool events_wanted_ = false;
  bool again_ = false;  // what is wanted has changed since the connection was made
  std::jthread thread_;
};

}  // namespace retally
