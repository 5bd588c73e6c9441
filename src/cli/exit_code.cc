#include "cli/exit_code.h"

#include <ostream>

namespace retally {

ExitCode exit_code(ErrorKind kind) {
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

ExitCode explain(const std::exception& error, std::ostream& out) {
  out << "retally: " << error.what() << "\n";
  const auto* known = dynamic_cast<const Error*>(&error);
  return known ? exit_code(known->kind()) : kExitBug;
}

}  // namespace retally
