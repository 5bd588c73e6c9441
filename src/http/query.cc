#include "http/query.h"

#include <charconv>

#include "retally/error.h"

namespace retally::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// In a query, unlike in a path, '+' is a space.
std::string decode_parameter(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced) {
    if (c == '+') c = ' ';
  }
  return percent_decode(spaced);
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        throw Error(ErrorKind::invalid_input, "address: a '%' must be followed by two hex digits");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') throw Error(ErrorKind::invalid_input, "address: must not hold a NUL");
    decoded.push_back(c);
  }
  return decoded;
}

std::int64_t parse_number(std::string_view what, std::string_view text, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
    throw Error(ErrorKind::invalid_input, std::string(what) + ": '" + std::string(text.substr(0, 50)) +
                                              "' is not a whole number from " + std::to_string(low) + " to " +
                                              std::to_string(high));
  }
  return value;
}

Query::Query(std::string_view text) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    if (parameters_.size() == kMaxParameters)
      throw Error(ErrorKind::invalid_input,
                  "query: more than " + std::to_string(kMaxParameters) + " parameters");
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    parameters_.emplace_back(decode_parameter(pair.substr(0, equals)), decode_parameter(value));
  }
}

std::optional<std::string_view> Query::get(std::string_view name) const {
  for (const auto& [key, value] : parameters_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : parameters_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

std::int64_t Query::number(std::string_view name, std::int64_t low, std::int64_t high,
                           std::int64_t otherwise) const {
  const std::optional<std::string_view> text = get(name);
  return text ? parse_number(name, *text, low, high) : otherwise;
}

}  // namespace retally::http
