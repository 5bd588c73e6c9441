#include "schedule/target.h"

#include <algorithm>

#include "retally/error.h"

namespace retally {
namespace {

[[noreturn]] void refuse(std::string_view operation, const std::string& what) {
  throw Error(ErrorKind::invalid_input, std::string(operation) + ": " + what);
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

void check_target(std::string_view operation, std::string_view target) {
  if (target.empty()) {
    refuse(operation, "the target is empty; name one such as \"project:7\"");
  }
  if (target.size() > kMaxTargetBytes) {
    refuse(operation, "the target has " + std::to_string(target.size()) + " bytes; use at most " +
                          std::to_string(kMaxTargetBytes));
  }
  if (has_control(target)) {
    refuse(operation, "the target holds a control character; use printable ones");
  }
}

void check_touch(const Touch& touch) {
  check_target("touch", touch.target);
  if (touch.count < 1 || touch.count > kMaxTouchCount) {
    refuse("touch", "the count of '" + std::string(touch.target) + "' is " + std::to_string(touch.count) +
                        "; use 1 to " + std::to_string(kMaxTouchCount));
  }
}

void check_user(std::string_view operation, std::string_view user) {
  if (user.size() > kMaxUserBytes) {
    refuse(operation, "the user has " + std::to_string(user.size()) + " bytes; use at most " +
                          std::to_string(kMaxUserBytes));
  }
  if (has_control(user)) {
    refuse(operation, "the user holds a control character; use printable ones");
  }
}

void check_lease(std::string_view operation, Millis lease) {
  if (lease < Millis(1) || lease > std::chrono::days(366)) {
    refuse(operation,
           "the lease is " + std::to_string(lease.count()) + " ms; use at least 1 ms and at most 366 days");
  }
}

std::string cut_error(std::string error) {
  if (error.size() > kMaxErrorBytes) {
    std::size_t end = kMaxErrorBytes;
    while (end > 0 && (static_cast<unsigned char>(error[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    error.resize(end);
  }
  return error;
}

}  // namespace retally
