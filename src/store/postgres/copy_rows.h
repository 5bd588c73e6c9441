// Rows as COPY takes them in binary form: the fastest way into a table.
//
// The form (PostgreSQL's manual, COPY, "Binary Format"): a signature, flags and the length of an extension,
// then of each row the number of its values, of each value its length and its bytes; and -1 at the end.
#pragma once

#include <cstdint>
#include <string>

#include "store/postgres/array.h"

namespace retally::postgres {

class CopyRows {
 public:
  // For rows of integers.
  template <class... Values>
  void push_back(Values... values) {
    append_number(bytes_, static_cast<std::int16_t>(sizeof...(values)));
    (add(values), ...);
  }

  std::string bytes() const {
    using namespace std::string_literals;
    std::string bytes = "PGCOPY\n\377\r\n\0"s + std::string(8, '\0') + bytes_;
    append_number(bytes, std::int16_t{-1});
    return bytes;
  }

 private:
  void add(std::int64_t number) {
    append_number(bytes_, std::int32_t{sizeof number});
    append_number(bytes_, number);
  }

  std::string bytes_;
};

}  // namespace retally::postgres
