// Checks on what comes from outside, shared by every implementation of the schedule.
#pragma once

#include <string>
#include <string_view>

#include "retally/schedule.h"

namespace retally {

// Each throws Error(invalid_input) that names the operation.
void check_target(std::string_view operation, std::string_view target);
void check_touch(const Touch& touch);
void check_user(std::string_view operation, std::string_view user);
void check_lease(std::string_view operation, Millis lease);

// The error of a run cut to kMaxErrorBytes, never within a UTF-8 character.
std::string cut_error(std::string error);

}  // namespace retally
