// One connection to a server.
#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <span>
#include <string>

#include "redis/reply.h"
#include "retally/redis_schedule.h"

namespace retally::redis {

// What is the same for every connection, wherever it goes.
struct Session {
  RedisLogin login{};
  int database = 0;
  Millis connect_timeout = std::chrono::seconds(1);
  Millis command_timeout = std::chrono::seconds(2);
};

// Not thread-safe, but for interrupt(). After an Error(unavailable) it is of no more use: throw it away. The
// errors name the server, never the password.
class Connection {
 public:
  // Connects, says who it is, and takes the database. Throws Error(unavailable).
  Connection(const RedisAddress& address, const Session& session);

  // Puts a command into the buffer; it goes out with the next flush() or receive().
  void send(std::span<const std::string> command);
  void flush();
  // The answer to the earliest command that has not been answered. It may be an error of the server.
  Reply receive();
  // All of it for one command. Throws Error(unavailable) where the server answers with an error.
  Reply ask(std::span<const std::string> command);

  // From now on a receive() waits for ever. Who it is was said within the session's time-outs.
  void wait_for_ever();

  // Whether it can take a command: the server has not closed it since the last answer.
  bool is_open() const;

  // From another thread: ends a receive() that waits, with an error.
  void interrupt();

 private:
  struct Free {
    void operator()(redisContext* context) const noexcept { redisFree(context); }
  };

  [[noreturn]] void fail(const std::string& why) const;

  std::string server_;
  std::string unsent_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace retally::redis
