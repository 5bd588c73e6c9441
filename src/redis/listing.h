// What there is on the schedule, of all shards together.
#pragma once

#include <cstddef>

#include "redis/queue.h"
#include "retally/schedule.h"

namespace retally::redis {

// As Schedule::list() and Schedule::stats().
Listing list(Queue& queue, ListState state, std::size_t offset, std::size_t limit);
Stats stats(Queue& queue);

}  // namespace retally::redis
