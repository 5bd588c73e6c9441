// What became of one of many calls, of which each may fail by itself.
#pragma once

#include <exception>
#include <optional>

namespace retally::redis {

template <typename Value>
struct Result {
  std::optional<Value> value{};
  std::exception_ptr error{};

  // The value. Throws the error.
  Value& get() {
    if (error) {
      std::rethrow_exception(error);
    }
    return *value;
  }
};

}  // namespace retally::redis
