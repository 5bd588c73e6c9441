#include "events/text.h"

namespace retally {

namespace {

// Enough to recognise a value in a message of one line.
constexpr std::size_t kMaxQuoted = 60;

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view cut_characters(std::string_view text, std::size_t max) {
  if (text.size() <= max) return text;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_character(text[at]) && ++characters > max) return text.substr(0, at);
  }
  return text;
}

std::string_view cut_bytes(std::string_view text, std::size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && !begins_character(text[max])) --max;
  return text.substr(0, max);
}

std::string quote(std::string_view text) {
  const std::string_view part = cut_bytes(text, kMaxQuoted);
  std::string result = "'";
  for (const char byte : part) result += static_cast<unsigned char>(byte) < 0x20 ? '?' : byte;
  result += part.size() < text.size() ? "…'" : "'";
  return result;
}

}  // namespace retally
