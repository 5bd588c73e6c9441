// The schedule on a Redis server: one for any number of processes. docs/redis.md is its protocol.
#pragma once

#include <memory>
#include <string>

#include "redis/redis_options.h"
#include "retally/memory_schedule.h"

namespace retally::redis {

// Connects, and creates the queue if there is none. Throws Error(unavailable) if the server is away,
// Error(invalid_input) for settings that no schedule takes, and Error(conflict) if the queue was created with
// others: all processes that use it must agree.
//
// Afterwards a server that goes away and comes back, with or without its data, is met again by the next call.
// `clock` only measures how long to sleep; what is due when is decided by the server's time. It must outlive
// the schedule.
std::unique_ptr<Schedule> make_redis_schedule(RedisOptions options, ScheduleOptions settings, Clock& clock);

// For tests, whose time is not the server's: `time` is the Lua that sets `now`.
std::unique_ptr<Schedule> make_redis_schedule(RedisOptions options, ScheduleOptions settings, Clock& clock,
                                              const std::string& time);

}  // namespace retally::redis
