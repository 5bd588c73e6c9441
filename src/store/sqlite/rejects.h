// The table `reject`: events that could not be taken, for the operator to see.
#pragma once

#include <span>
#include <vector>

#include "store/change_set.h"
#include "store/sqlite/connection.h"

namespace retally::sqlite {

// Enough to see what is wrong with a sender, and little enough (40 MB at most) to keep it for ever.
inline constexpr std::int64_t kMaxRejects = 10'000;

// Past kMaxRejects the oldest are dropped.
void add_rejects(Connection& connection, std::span<const Reject> rejects);

// Latest first.
std::vector<Reject> rejects(Connection& connection, std::size_t offset, std::size_t limit);

}  // namespace retally::sqlite
