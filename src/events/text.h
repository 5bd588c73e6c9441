// Text for people, and text that is cut without breaking a character. All text is UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace retally {

// Why something was not taken, for people; none: it was taken.
using Reason = std::optional<std::string>;

// White space by JSON's grammar.
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// `text` without the white space at its ends.
std::string_view trimmed(std::string_view text);

// The first `max` characters of `text`.
std::string_view cut_characters(std::string_view text, std::size_t max);

// The longest beginning of `text` that has at most `max` bytes and ends with a whole character.
std::string_view cut_bytes(std::string_view text, std::size_t max);

// `text` in single quotes for a message: control characters as '?', and cut when it is long. Bytes that are
// no UTF-8 stay as they are.
std::string quote(std::string_view text);

}  // namespace retally
