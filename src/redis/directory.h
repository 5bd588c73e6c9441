// Which server holds a slot.
//
// A single server holds all of them. Behind sentinels it is the one that they call the primary, and in a
// cluster the nodes say. Both change in a failover: so what is known is believed until a server does not
// answer as the holder of the slot would, and then asked for again.
#pragma once

#include <memory>

#include "retally/redis_schedule.h"

namespace retally::redis {

// Every function may be called from any thread.
class Directory {
 public:
  virtual ~Directory() = default;

  // The server that holds the slot. Throws Error(unavailable) if nobody says.
  virtual RedisAddress find(int slot) = 0;

  // A node has said that this slot is held there now.
  virtual void moved(int /*slot*/, const RedisAddress& /*to*/) {}

  // This server did not answer, or not as the holder of a slot would.
  virtual void doubt(const RedisAddress& /*server*/) {}
};

// That of the options' kind.
std::unique_ptr<Directory> make_directory(const RedisOptions& options);

}  // namespace retally::redis
