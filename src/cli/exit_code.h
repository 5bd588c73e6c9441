// How a command ends, as the shell sees it.
#pragma once

#include <exception>
#include <iosfwd>

#include "retally/error.h"

namespace retally {

// Listed in `retally --help`: scripts rely on them.
enum ExitCode : int {
  kExitDone = 0,
  kExitRejected = 1,     // import: some of the log could not be taken; check: the update failed
  kExitUsage = 2,        // the command line, the configuration or the input can never work as it is
  kExitUnavailable = 3,  // disk, database or network: the same command may work later
  kExitNotFound = 4,     // what the command names does not exist
  kExitConflict = 5,     // the state does not allow it now
  kExitBug = 70,         // a mistake of retally's own (sysexits.h: EX_SOFTWARE)
};

ExitCode exit_code(ErrorKind kind);

// Prints "retally: message" for what was thrown and returns the exit code for it.
ExitCode explain(const std::exception& error, std::ostream& out);

}  // namespace retally
