#include "events/decimal.h"

#include <charconv>
#include <string>

#include "events/hashing.h"
#include "events/text.h"

namespace retally {

namespace {

constexpr std::size_t kMaxDigits = 19;  // any number of so many digits fits 64 bits

std::string_view take_digits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_exponent(std::string_view& text, std::int64_t& exponent) {
  if (!take(text, 'e') && !take(text, 'E')) return true;
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view digits = take_digits(text);
  if (digits.empty() || digits.size() > 9) return false;
  std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (negative) exponent = -exponent;
  return true;
}

// The digits of `whole` and `fraction` as one number: 12 and 50 are 125, exponent -1.
void set_digits(std::string_view whole, std::string_view fraction, Decimal& number) {
  std::string all;  // short enough, nearly always, to need no memory
  all.reserve(whole.size() + fraction.size());
  all.append(whole).append(fraction);
  const std::size_t first = all.find_first_not_of('0');
  if (first == std::string::npos) {
    number = Decimal{};
    return;
  }
  const std::size_t last = all.find_last_not_of('0');
  number.exponent +=
      static_cast<std::int64_t>(all.size() - 1 - last) - static_cast<std::int64_t>(fraction.size());
  const std::string_view digits = std::string_view(all).substr(first, last - first + 1);
  number.wide = digits.size() > kMaxDigits;
  if (number.wide) {
    number.digits = hash_text(digits);
  } else {
    std::from_chars(digits.data(), digits.data() + digits.size(), number.digits);
  }
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  number.negative = take(text, '-');
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  std::string_view fraction;
  if (take(text, '.')) {
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  if (!take_exponent(text, number.exponent) || !text.empty()) return std::nullopt;
  set_digits(whole, fraction, number);
  return number;
}

std::optional<std::uint64_t> whole_part(const Decimal& number) {
  if (number.digits == 0) return 0;
  if (number.negative || number.wide) return std::nullopt;
  std::uint64_t value = number.digits;
  for (std::int64_t e = number.exponent; e < 0 && value > 0; ++e) value /= 10;
  for (std::int64_t e = number.exponent; e > 0; --e) {
    if (value > UINT64_MAX / 10) return std::nullopt;
    value *= 10;
  }
  return value;
}

std::optional<std::uint64_t> parse_whole(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end) return value;
  const auto number = parse_decimal(text);
  if (!number || number->exponent < 0) return std::nullopt;
  return whole_part(*number);
}

}  // namespace retally
