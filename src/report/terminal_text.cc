#include "report/terminal_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace retally {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15's wide blocks, as terminals draw them.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};
constexpr Range kNoWidth[] = {
    {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};
// C0 and C1 controls, line separators, and what turns the direction of writing.
constexpr Range kControl[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C},
    {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
};

template <std::size_t n>
bool in(const Range (&ranges)[n], char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// How many bytes a character has that begins with `lead`; 0 for one that can't begin one.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_scalar(char32_t c, std::size_t bytes) {
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  return c >= kLeast[bytes] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

// Takes the first character off `text`. A byte that begins none is U+FFFD by itself.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = length_of(lead);
  char32_t c = bytes < 2 ? lead : lead & (0xFFu >> (bytes + 1));
  bool good = bytes > 0 && bytes <= text.size();
  for (std::size_t i = 1; good && i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    good = (next & 0xC0u) == 0x80;
    c = (c << 6) | (next & 0x3Fu);
  }
  if (!good || !is_scalar(c, bytes)) {
    text.remove_prefix(1);
    return kReplacement;
  }
  text.remove_prefix(bytes);
  return c;
}

int columns_of(char32_t c) {
  if (in(kNoWidth, c)) return 0;
  return in(kWide, c) ? 2 : 1;
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = take(text);
    if (c == kReplacement || in(kControl, c)) {
      out += "\uFFFD";
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) columns += columns_of(take(text));
  return columns;
}

std::string cut_to(std::string_view text, int columns) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns < 1) return {};
  std::string_view rest = text;
  int used = 1;  // the "…"
  std::size_t kept = 0;
  while (!rest.empty()) {
    used += columns_of(take(rest));
    if (used > columns) break;
    kept = text.size() - rest.size();
  }
  return std::string(text.substr(0, kept)) + "…";
}

std::string pad_left(std::string_view text, int columns) {
  return spaces(columns - columns_of(text)).append(text);
}

std::string pad_right(std::string_view text, int columns) {
  return std::string(text) + spaces(columns - columns_of(text));
}

std::string grouped(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string bar(double share, int columns) {
  constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(share > 0) || columns < 1) return {};
  const auto wanted = static_cast<long>(std::lround(std::min(share, 1.0) * columns * 8));
  const auto eighths = static_cast<std::size_t>(std::max(1L, wanted));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  out += kEighths[eighths % 8];
  return out;
}

}  // namespace retally
