// Targets as people name them on the command line.
#pragma once

#include <string>

namespace retally {

// "project:7" as it is; "7" is "project:7". Throws Error(invalid_input) for what is no target.
std::string target_name(const std::string& text);

}  // namespace retally
