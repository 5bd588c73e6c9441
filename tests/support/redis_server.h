// A redis-server of the test's own, which lives as long as this object.
#pragma once

#include <sys/types.h>

#include <filesystem>

#include "redis/redis_options.h"

namespace retally {

class RedisServer {
 public:
  // Starts it on a unix socket in a folder of its own, and waits until it answers. Keeps nothing on disk.
  RedisServer();
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  redis::Address address() const;

  // As a crash: what it held is gone.
  void kill();
  // Starts it again, in the same place.
  void start();

 private:
  std::filesystem::path folder_;
  pid_t process_ = 0;
};

}  // namespace retally
