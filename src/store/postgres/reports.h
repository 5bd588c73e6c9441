// The table `report`, and what of it stands in `resource`.
#pragma once

#include <span>

#include "store/postgres/connection.h"
#include "store/store.h"

namespace retally::postgres {

// As Store::save() says. Call it in a WriteTransaction.
std::size_t save_reports(Connection& connection, std::span<const StoredReport> reports);

}  // namespace retally::postgres
