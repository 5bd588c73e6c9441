// Exactly once: the identity of every change that has been applied is kept, in the same transaction as its
// effects.
#pragma once

#include <span>
#include <vector>

#include "store/ledger/tables.h"

namespace retally::ledger {

// Keeps the identities of all changes. Returns the changes that are new; of several with one identity the
// first one may be. `applied` gets the counts of each set, in their order.
std::vector<const Change*> keep_new(Tables& tables, std::span<const ChangeSet* const> sets,
                                    std::vector<Applied>& applied);

}  // namespace retally::ledger
