// One connection to the server.
#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <span>
#include <string>

#include "redis/redis_options.h"
#include "redis/reply.h"

namespace retally::redis {

// Not thread-safe. After an Error(unavailable) it is of no more use: throw it away. The errors name the
// server, never the password.
class Connection {
 public:
  // Connects, says who it is, and takes the database. Throws Error(unavailable).
  explicit Connection(const Address& address);

  // Puts a command into the buffer; it goes out with the next receive().
  void send(std::span<const std::string> command);
  // The answer to the earliest command that has not been answered. It may be an error of the server.
  Reply receive();
  // Both, for one command. Throws Error(unavailable) where the server answers with an error.
  Reply ask(std::span<const std::string> command);

 private:
  struct Free {
    void operator()(redisContext* context) const noexcept { redisFree(context); }
  };

  void flush();
  [[noreturn]] void fail(const std::string& why) const;

  std::string server_;
  std::string unsent_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace retally::redis
