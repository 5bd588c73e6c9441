// What is wrong with a server is told at the start, not by what goes wrong later.
#pragma once

#include "redis/connections.h"
#include "retally/redis_schedule.h"

namespace retally::redis {

// Throws Error(invalid_input) for a server that cannot hold the schedule: too old, a replica, or of another
// kind than the options say. Warns of one that may evict. A server that may not be asked (by its ACL) is let
// be. Throws Error(unavailable).
void check_server(const RedisOptions& options, Connections& connections, const RedisAddress& server);

}  // namespace retally::redis
