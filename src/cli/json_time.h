// The times in a server's answer.
#pragma once

#include <string>

#include "cli/http_client.h"
#include "retally/clock.h"

namespace retally {

// Throws Error(unavailable) for what is no time: then whoever answered is no retally server.
TimePoint json_time(const Json& text);

// How long ago or in how long from now; "-" for null.
std::string relative_time_of(const Json& text);

}  // namespace retally
