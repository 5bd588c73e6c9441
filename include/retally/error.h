// The few kinds of error that retally tells apart.
//
// Every error names the operation and its input, and says what to do. Whoever meets the outside world (an
// HTTP answer, an exit code) maps the kind, once.
#pragma once

#include <stdexcept>
#include <string>

namespace retally {

enum class ErrorKind {
  invalid_input,  // the caller's fault: the same call can never succeed
  not_found,      // what the call names does not exist
  conflict,       // the state does not allow it now: a lease that was lost, a name that is taken
  unavailable,    // disk, database or network: the same call may succeed later
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace retally
