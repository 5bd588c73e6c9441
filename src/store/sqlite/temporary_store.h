// The store that goes with the process: "sqlite::memory:".
//
// SQLite's own databases in memory can't be read while they are written. So it is an ordinary SQLite file in
// a folder of its own for temporary files, that is never waited for to reach the disk and is deleted at the
// end: the same code, and the same behaviour, as with a file that stays.
#pragma once

#include <memory>

#include "store/store.h"

namespace retally::sqlite {

// Throws Error(unavailable) where there is no room for temporary files.
std::unique_ptr<Store> make_temporary_store();

}  // namespace retally::sqlite
