// The texts of strings and keys in JSON that is read with simdjson's On-Demand.
//
// Here and not in a .cc: each is called some twenty times an event.
#pragma once

#include <simdjson.h>

#include <cstring>
#include <optional>
#include <string_view>

#include "events/text.h"

namespace retally {

inline bool has_escape(std::string_view raw) {
  return !raw.empty() && std::memchr(raw.data(), '\\', raw.size()) != nullptr;
}

// The text of a key; none if it has a bad escape. `field` is used up.
inline std::optional<std::string_view> key_of(simdjson::ondemand::field& field) {
  // A key has no length in On-Demand, but its value has a beginning: between the two are only the closing
  // quote, a colon and white space.
  const char* const begin = field.key().raw();
  const char* end = field.value().raw_json_token().data() - 1;
  while (*end != '"') --end;
  const std::string_view raw(begin, static_cast<std::size_t>(end - begin));
  if (!has_escape(raw)) return raw;
  std::string_view key;
  if (field.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
  if (!simdjson::validate_utf8(key)) return std::nullopt;
  return key;
}

// The first token of a value as it is written: all of a string or number, of an object its brace.
inline std::string_view token_of(simdjson::ondemand::value& value) {
  // simdjson's tokens end where the next one begins: they take the space between with them.
  std::string_view token = value.raw_json_token();
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  return token;
}

// The text of a string token without the quotes; none if it is not a whole one.
inline std::optional<std::string_view> raw_string(std::string_view token) {
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return std::nullopt;
  return token.substr(1, token.size() - 2);
}

// The text of a string; none if it has a bad escape or half a surrogate pair. Is `raw` itself where that has
// no escape. The value is used up in any case: On-Demand would pass over one that is not, and is lenient
// then, so that it takes {"a":"x":[1]} for an object.
inline std::optional<std::string_view> string_of(simdjson::ondemand::value& value, std::string_view raw) {
  if (!has_escape(raw)) {
    if (value.get_raw_json_string().error() != simdjson::SUCCESS) return std::nullopt;
    return raw;
  }
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  // simdjson 3.0 lets the second half of a surrogate pair stand alone.
  if (!simdjson::validate_utf8(text)) return std::nullopt;
  return text;
}

}  // namespace retally
