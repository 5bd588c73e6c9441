#include "events/json_text.h"

#include <cstring>

namespace retally {

namespace {

// simdjson's tokens end where the next one begins: they take the space between with them.
std::string_view without_space(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

bool has_escape(std::string_view raw) {
  return !raw.empty() && std::memchr(raw.data(), '\\', raw.size()) != nullptr;
}

}  // namespace

std::optional<std::string_view> key_of(simdjson::ondemand::field& field) {
  const char* const begin = field.key().raw();
  // simdjson has seen the closing quote.
  const char* end = begin;
  while (*end != '"' && *end != '\\') ++end;
  if (*end == '"') return std::string_view(begin, static_cast<std::size_t>(end - begin));
  std::string_view key;
  if (field.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
  if (!simdjson::validate_utf8(key)) return std::nullopt;
  return key;
}

std::optional<std::string_view> raw_string(simdjson::ondemand::value& value) {
  const std::string_view token = without_space(value.raw_json_token());
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return std::nullopt;
  return token.substr(1, token.size() - 2);
}

std::optional<std::string_view> string_of(simdjson::ondemand::value& value, std::string_view raw) {
  if (!has_escape(raw)) return raw;
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  // simdjson 3.0 lets the second half of a surrogate pair stand alone.
  if (!simdjson::validate_utf8(text)) return std::nullopt;
  return text;
}

std::string_view scalar_token(simdjson::ondemand::value& value) {
  return without_space(value.raw_json_token());
}

}  // namespace retally
