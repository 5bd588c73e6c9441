// A queue on the server: names its keys and calls its scripts.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "redis/connection_pool.h"
#include "redis/redis_options.h"
#include "redis/reply.h"
#include "redis/script.h"
#include "retally/memory_schedule.h"

namespace retally::redis {

using Arguments = std::vector<std::string>;

// Every function may be called from any thread, and throws Error(unavailable) where the server is away or
// cannot do it.
class Queue {
 public:
  // Creates the queue if there is none. Throws Error(invalid_input) for a name that cannot be, and
  // Error(conflict) if the queue was created with other settings. `time`: see script_sources.
  Queue(RedisOptions options, const ScheduleOptions& settings, std::string_view time);

  // Calls a script once, atomically.
  ReplyReader call(Script script, const Arguments& arguments);
  // Calls it for each of them in one round trip; others may come in between. The answers are in their order.
  std::vector<ReplyReader> call_each(Script script, std::span<const Arguments> calls);

 private:
  struct Loaded {
    ScriptSource source;
    std::string sha;
  };

  void load();
  void create();
  const Loaded& loaded(Script script) const { return scripts_[static_cast<std::size_t>(script)]; }
  std::vector<std::string> command(const Loaded& script, const Arguments& arguments) const;
  Reply answer(Connection& connection, const Loaded& script, const Arguments& arguments, Reply first);
  [[noreturn]] void fail(std::string_view script, const std::string& why) const;

  const std::string name_;
  const std::vector<std::string> keys_;
  ConnectionPool pool_;
  // Set by the constructor, and never again:
  std::array<Loaded, kScripts> scripts_;
  Arguments settings_;  // what the queue is created with
};

}  // namespace retally::redis
