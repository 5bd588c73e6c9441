#include "store/postgres/clean_text.h"

#include <cstddef>
#include <cstdint>

namespace retally::postgres {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Form {
  std::size_t length = 0;   // 0: it begins no character
  std::uint32_t first = 0;  // the bits of the first byte that count
  std::uint32_t least = 0;  // less than that has a shorter form, which is the only valid one
};

Form form_of(unsigned char first) {
  if (first == 0) return {};
  if (first < 0x80) return {1, first, 0};
  if (first >= 0xC0 && first < 0xE0) return {2, first & 0x1FU, 0x80};
  if (first >= 0xE0 && first < 0xF0) return {3, first & 0x0FU, 0x800};
  if (first >= 0xF0 && first < 0xF8) return {4, first & 0x07U, 0x10000};
  return {};
}

// The length of the valid character that `text` begins with; 0: it begins with none.
std::size_t character_length(std::string_view text) {
  const Form form = form_of(static_cast<unsigned char>(text.front()));
  if (form.length == 0 || form.length > text.size()) return 0;
  std::uint32_t code = form.first;
  for (std::size_t i = 1; i < form.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return 0;
    code = code << 6U | (byte & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < form.least || code > 0x10FFFF || surrogate ? 0 : form.length;
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    clean += length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return clean;
}

}  // namespace retally::postgres
