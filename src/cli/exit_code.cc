#include "cli/exit_code.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>

namespace retally {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input:
      return kExitUsage;
    case ErrorKind::not_found:
      return kExitNotFound;
    case ErrorKind::conflict:
      return kExitConflict;
    case ErrorKind::unavailable:
      return kExitUnavailable;
  }
  return kExitBug;
}

int explain(const std::exception& error, std::ostream& out) {
  out << "retally: " << error.what();
  if (const auto* known = dynamic_cast<const Error*>(&error)) {
    out << "\n";
    return exit_code(known->kind());
  }
  // JSON is read from servers only: one that lacks what is looked for is no server of ours.
  if (dynamic_cast<const nlohmann::json::exception*>(&error) != nullptr) {
    out << "; is that a retally server of this version?\n";
    return kExitUnavailable;
  }
  out << "\n";
  // What the system refuses is mostly a full disk: fmt::print says so of the standard output.
  if (dynamic_cast<const std::system_error*>(&error) != nullptr) return kExitUnavailable;
  return kExitBug;
}

}  // namespace retally
