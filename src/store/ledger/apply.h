// Change sets into the tables.
#pragma once

#include <span>

#include "store/ledger/tables.h"

namespace retally::ledger {

// As Store::apply() says.
Store::Result apply(Tables& tables, std::span<const ChangeSet* const> sets);

}  // namespace retally::ledger
