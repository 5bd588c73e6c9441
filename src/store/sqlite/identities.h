// Exactly once: the table `event` keeps the identity of every change that has been applied, in the same
// transaction as its effects.
//
// Its key begins with the time, so that what comes in is put at the end of the table, where the last pages
// are at hand already; a key that begins with the hash would go to a different page of the disk each time.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "store/change_set.h"
#include "store/sqlite/connection.h"

namespace retally::sqlite {

// Keeps the identities of all changes, and calls `apply` for each that is new. Of several with one identity
// the first one is. Returns the counts of each set, in their order.
std::vector<Applied> add_new_identities(Connection& connection, std::span<const ChangeSet* const> sets,
                                        const std::function<void(const Change&)>& apply);

}  // namespace retally::sqlite
