// How a command ends, as the shell sees it.
#pragma once

#include <exception>
#include <iosfwd>

#include "retally/error.h"

namespace retally {

// Listed in `retally --help`: scripts rely on them.
inline constexpr int kExitDone = 0;
inline constexpr int kExitRejected =
    1;  // import: some of the log could not be taken; check: the update failed
inline constexpr int kExitUsage =
    2;  // the command line, the configuration or the input can never work as it is
inline constexpr int kExitUnavailable = 3;  // disk, database or network: the same command may work later
inline constexpr int kExitNotFound = 4;     // what the command names does not exist
inline constexpr int kExitConflict = 5;     // the state does not allow it now
inline constexpr int kExitBug = 70;         // a mistake of retally's own (sysexits.h: EX_SOFTWARE)

int exit_code(ErrorKind kind);

// Prints "retally: message" for what was thrown and returns the exit code for it.
int explain(const std::exception& error, std::ostream& out);

}  // namespace retally
