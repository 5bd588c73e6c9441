// Names in HTTP whose case does not matter. They are ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace retally::http {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Whether the texts differ in the case of their letters at most.
constexpr bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, to_lower, to_lower);
}

// The same for the beginning of a text.
constexpr bool starts_with_name(std::string_view text, std::string_view start) {
  return same_name(text.substr(0, start.size()), start);
}

}  // namespace retally::http
