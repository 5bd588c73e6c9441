// Where the store is when nobody says.
#pragma once

#include <string>

#include "cli/settings.h"

namespace retally {

// The file: retally.db in the first of $STATE_DIRECTORY (set by systemd), $XDG_STATE_HOME/retally,
// ~/.local/state/retally. Throws Error(invalid_input) when none of these is set.
std::string default_store_path(const Environment& environment);

// Its URL, with the directory made if need be. Throws Error(unavailable) when it can't be made.
std::string default_store_url(const Environment& environment);

}  // namespace retally
