// A number as it is written in JSON, by its exact value.
//
// 1, 1.0 and 10e-1 are one value; 9007199254740993 and 9007199254740992 are two, although they are the same
// double. So a number is kept as its decimal digits without zeros at either end, and a power of ten:
// 1200 and 1.2e3 are both digits 12, exponent 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace retally {

struct Decimal {
  bool negative = false;
  std::uint64_t digits = 0;  // of up to 19 digits their value, of more a hash of them; 0 is zero
  bool wide = false;         // there are more than 19
  std::int64_t exponent = 0;

  bool operator==(const Decimal&) const = default;
};

// None unless `text` is a number by JSON's grammar whose exponent has at most 9 digits.
std::optional<Decimal> parse_decimal(std::string_view text);

// The whole part, if it is at least 0 and less than 2^64: of 1.9 it is 1.
std::optional<std::uint64_t> whole_part(const Decimal& number);

// The value of `text` if it is a whole number from 0 to 2^64 - 1, also where it is written as 3.0 or 3e2.
std::optional<std::uint64_t> parse_whole(std::string_view text);

}  // namespace retally
