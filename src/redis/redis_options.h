// Where the server is, and which of its queues is meant.
#pragma once

#include <string>

#include "retally/clock.h"

namespace retally::redis {

struct Address {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string socket{};  // path of a unix socket; in the place of host and port
  std::string user{};    // of Redis 6 and later; empty: the default user
  std::string password{};
  int database = 0;

  Millis connect_timeout = std::chrono::seconds(2);
  Millis command_timeout = std::chrono::seconds(5);

  // For messages: "127.0.0.1:6379", or the path. Never the password.
  std::string name() const { return socket.empty() ? host + ":" + std::to_string(port) : socket; }
};

struct RedisOptions {
  Address address{};
  std::string queue = "default";  // 1 to 64 letters, digits, '-', '_' or '.'
};

}  // namespace retally::redis
