// The Redis server that RQ's jobs are on, and the scripts of src/rq/lua/ that run there.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redis/connections.h"
#include "redis/directory.h"
#include "redis/reply.h"
#include "retally/redis_schedule.h"

namespace retally::rq {

// Every function may be called from any thread, and throws Error(unavailable) where the server is away or
// answers with an error.
class Server {
 public:
  // Does not connect. `options.queue` and `shards` mean nothing here. `time` is the Lua that sets `seconds`
  // and `micros`; empty: that of now.lua. Throws Error(invalid_input) for a cluster: RQ's keys can't lie on
  // one.
  explicit Server(const RedisOptions& options, std::string_view time = {});

  // Calls a script by the name of its file, atomically, in one round trip.
  redis::ReplyReader call(std::string_view script, std::span<const std::string> keys,
                          std::span<const std::string> arguments);

  // Sends a command, and reads its answer.
  redis::ReplyReader ask(std::span<const std::string> command);

  // A connection of one's own.
  std::unique_ptr<redis::Connection> connect();

  // Where it is, for messages: without a password.
  std::string name() { return directory_->find(0).name(); }

 private:
  const std::string& text_of(std::string_view script);
  redis::Reply exchange(std::span<const std::string> command);

  const std::string time_;
  const std::unique_ptr<redis::Directory> directory_;
  redis::Connections connections_;
  std::mutex mutex_;  // guards texts_ and shas_
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, std::string, std::less<>> shas_;
};

}  // namespace retally::rq
