// The schema, and how a database gets it.
#pragma once

#include <span>
#include <string_view>

#include "store/postgres/connection.h"

namespace retally::postgres {

// The steps from nothing to the schema of this retally, in their order.
std::span<const std::string_view> migrations();

// Takes the steps that the database has not taken yet. Any number of processes may come at the same time: one
// takes them, under an advisory lock, the others wait. Throws Error(unavailable) where the schema is a newer
// one, or the server cannot hold it: older than 13, or a database that is not in UTF-8.
void migrate(Connection& connection, std::span<const std::string_view> steps);

}  // namespace retally::postgres
