// For tests, whose time is not the server's.
#pragma once

#include "retally/redis_schedule.h"

namespace retally::redis {

// `time` is the Lua that sets `now`; empty: that of now.lua.
std::unique_ptr<Schedule> make_redis_schedule(const RedisOptions& options, const ScheduleOptions& settings,
                                              Clock& clock, const std::string& time);

}  // namespace retally::redis
