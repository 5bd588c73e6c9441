// A page of the lists of many shards, as if they were one.
//
// Each shard's list is in order already, so that they are merged. To find where a page begins that lies far
// down, nothing is fetched that comes before it: of the pending, each shard counts how many are due before a
// time, and that time is searched for by halves.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "retally/schedule.h"

namespace retally::redis {

struct ShardPage {
  std::size_t shard = 0;
  std::size_t offset = 0;
  std::size_t limit = 0;
};

// What merged_page() asks the shards; each call of a function is one round trip.
struct ShardLists {
  std::size_t shards = 0;
  std::function<std::vector<Listing>(const std::vector<ShardPage>&)> fetch;
  // For each shard, how many of the list are earlier than a time. None where nothing counts them.
  std::function<std::vector<std::size_t>(TimePoint)> earlier;
};

// `offset` + `limit` of all of them: pending by due time, running by start, both then by target; failed and
// history latest first.
Listing merged_page(ListState state, const ShardLists& lists, std::size_t offset, std::size_t limit);

}  // namespace retally::redis
