// Arrays as PostgreSQL takes them in binary form: so a batch of any size is a few values, without quoting.
//
// The form (src/backend/utils/adt/arrayfuncs.c, array_recv): the number of dimensions, whether there are
// nulls, the type of the elements, the length and the first index of the dimension; then of each element its
// length, -1 for null, and its bytes. All numbers have four bytes, the highest first.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace retally::postgres {

// Types by the numbers that PostgreSQL's catalog gives them, on every server.
inline constexpr Oid kBoolean = 16;
inline constexpr Oid kInteger = 20;  // bigint
inline constexpr Oid kText = 25;
inline constexpr Oid kIntegerArray = 1016;
inline constexpr Oid kTextArray = 1009;

// Appends a number, the highest byte first.
template <class Number>
void append_number(std::string& to, Number number) {
  for (int shift = 8 * (static_cast<int>(sizeof(Number)) - 1); shift >= 0; shift -= 8)
    to += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xFF);
}

class Array {
 public:
  const std::string& elements() const { return elements_; }
  std::size_t size() const { return size_; }

  // The whole array.
  std::string bytes() const;

 protected:
  explicit Array(Oid element) : element_(element) {}

  void add(std::string_view bytes);
  void add_number(std::int64_t number);
  void add_null();

 private:
  const Oid element_;
  std::size_t size_ = 0;
  bool has_null_ = false;
  std::string elements_;
};

class IntegerArray : public Array {
 public:
  IntegerArray() : Array(kInteger) {}
  void push_back(std::int64_t number) { add_number(number); }
  void push_back(const std::optional<std::int64_t>& number) {
    if (number) {
      add_number(*number);
    } else {
      add_null();
    }
  }
};

class TextArray : public Array {
 public:
  TextArray() : Array(kText) {}
  // Cleans the text: see clean_text().
  void push_back(std::string_view text);
};

}  // namespace retally::postgres
