// The schema, and how a database of an older one becomes one of today's.
#pragma once

#include <span>
#include <string_view>

#include "store/sqlite/connection.h"

namespace retally::sqlite {

// Marks a file as ours ("rtly"), in SQLite's application_id.
inline constexpr std::int64_t kApplicationId = 0x72746c79;

// Step n (from 1) makes a database of schema version n out of one of n - 1. Steps are only ever added.
std::span<const std::string_view> migrations();

// Brings the database to the version of the last step; each step is one transaction, and is done once however
// many processes open the file at the same time. Throws Error(unavailable) for a database that is not
// retally's, and for one that a newer retally has written.
void migrate(Connection& connection, std::span<const std::string_view> steps);

}  // namespace retally::sqlite
