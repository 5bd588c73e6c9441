// Where the feed of a queue lies on Redis.
#pragma once

#include <memory>
#include <string>

#include "redis/connection.h"
#include "redis/directory.h"
#include "retally/redis_schedule.h"

namespace retally {

class RedisChannel {
 public:
  // Throws Error(invalid_input) for options that name no server.
  explicit RedisChannel(const RedisOptions& options);

  // The channel on which events are published.
  const std::string& events() const { return events_; }
  // The channel on which those who listen to them say so.
  const std::string& audience() const { return audience_; }

  struct Link {
    RedisAddress server;
    std::unique_ptr<redis::Connection> connection;
  };

  // A connection to the server that has the channels. Throws Error(unavailable). Any thread may call it, and
  // doubt().
  Link connect();

  // This server has failed: before the next connection it is found out whether another has its place.
  void doubt(const RedisAddress& server) { directory_->doubt(server); }

 private:
  const std::string tag_;
  const std::string events_;
  const std::string audience_;
  const redis::Session session_;
  const std::unique_ptr<redis::Directory> directory_;
};

}  // namespace retally
