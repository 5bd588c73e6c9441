// The program's log.
#pragma once

#include <string>

namespace retally {

// One line an entry, with the time in UTC. stdout is left to what the command answers. `level` is one of
// debug, info, warn, error, off.
void log_to_stderr(const std::string& level);

}  // namespace retally
