// Identities of old events can go: the store stays small, and an event that comes later than they went is
// refused, as nobody can tell any more whether it was counted.
//
// To refuse and to delete are an hour apart (kRefusedFirst). What decides is the store; but the nodes, which
// refuse events with a reason, ask it only now and then. So a horizon moves once an hour at most, and what it
// lets go is what had been refused since it moved before:
//
//   10:00  forget(1 May)   refused before 1 May   nothing is deleted
//   10:30  forget(1 May)   the same
//   11:00  forget(2 May)   refused before 2 May   deleted before 1 May
//
// A batch that was found good at 9:59 is applied by 11:00, or refused by apply(), which compares it with what
// is deleted. It does not matter that the horizon leaps when an operator says so for the first time.
//
// A crash is harmless at any moment: the horizon is on disk together with, or before, the first deletion that
// it allows, and what it allows and is not deleted yet is deleted by a later call. Until then it is refused
// all the same.
#pragma once

#include <span>

#include "store/ledger/tables.h"

namespace retally::ledger {

// As Store::forget() says.
std::size_t forget(Tables& tables, TimePoint before, TimePoint now, std::size_t limit);

// Throws Error(unavailable) if one of the changes, whose identities are new, is of a time whose identities
// are deleted.
void check_remembered(Tables& tables, std::span<const Change* const> fresh);

}  // namespace retally::ledger
