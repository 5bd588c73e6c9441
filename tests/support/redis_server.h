// A redis-server of the test's own, which lives as long as this object.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "redis/connection.h"
#include "retally/redis_schedule.h"
#include "tests/support/free_port.h"

namespace retally {

class RedisServer {
 public:
  // Starts it on a unix socket in a folder of its own, and waits until it is ready. Keeps nothing on disk.
  // `settings` are more lines of its configuration: {"maxmemory 10mb"}.
  explicit RedisServer(std::vector<std::string> settings = {}) : RedisServer("", std::move(settings)) {}
  // The same in another mode: "--sentinel".
  RedisServer(std::string mode, std::vector<std::string> settings);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  RedisAddress address() const;
  // Of a schedule on it.
  RedisOptions options(const std::string& queue = "default") const;
  // Sends it a command. Throws Error(unavailable) if it is away or answers with an error.
  redis::ReplyReader ask(const std::vector<std::string>& command) const;

  // As a crash: what it held is gone, unless its settings keep it.
  void kill();
  // Takes connections and answers nothing.
  void pause();
  void resume();
  // Starts it again, in the same place.
  void start();

 private:
  std::string mode_;
  std::filesystem::path folder_;
  pid_t process_ = 0;
};

}  // namespace retally
