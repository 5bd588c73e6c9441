// Change sets into the database.
#pragma once

#include <span>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace retally::sqlite {

// Applies the sets, as Store::apply() says. Call it in a WriteTransaction.
Store::Result apply(Connection& connection, std::span<const ChangeSet* const> sets);

}  // namespace retally::sqlite
