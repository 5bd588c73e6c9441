#include "generate/text.h"

#include <array>
#include <charconv>
#include <chrono>

namespace retally::simulated {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_hex(std::string& out, std::uint64_t value, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kHex[(value >> shift) & 15];
}

// With leading zeros.
void append_digits(std::string& out, std::uint64_t value, int digits) {
  std::array<char, 20> buffer{};
  for (int i = digits - 1; i >= 0; --i, value /= 10) {
    buffer[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
  }
  out.append(buffer.data(), static_cast<std::size_t>(digits));
}

void append_utf16_escape(std::string& out, std::uint32_t unit) {
  out += "\\u";
  append_hex(out, unit, 4);
}

// Takes one character of two bytes or more from the front of `text`.
std::uint32_t take_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  std::uint32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
  text.remove_prefix(length);
  return code;
}

void append_code_point(std::string& out, std::uint32_t code) {
  if (code < 0x10000) return append_utf16_escape(out, code);
  append_utf16_escape(out, 0xd800 + ((code - 0x10000) >> 10));
  append_utf16_escape(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_utf16_escape(out, static_cast<unsigned char>(c));
  }
}

// How many bytes at the front can stand as they are.
std::size_t plain_prefix(std::string_view text, Escapes escapes) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == '"' || c == '\\' || (c >= 0x80 && escapes == Escapes::ascii)) break;
    ++i;
  }
  return i;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, Escapes escapes) {
  out += '"';
  while (true) {
    const std::size_t plain = plain_prefix(text, escapes);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text[0]) >= 0x80) {
      append_code_point(out, take_code_point(text));
    } else {
      append_escape(out, text[0]);
      text.remove_prefix(1);
    }
  }
  out += '"';
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), end);
}

void append_seconds(std::string& out, std::int64_t time_us) {
  append_number(out, static_cast<std::uint64_t>(time_us / 1'000'000));
  out += '.';
  append_digits(out, static_cast<std::uint64_t>(time_us % 1'000'000), 6);
  const std::size_t last = out.find_last_not_of('0');
  out.resize(out[last] == '.' ? last + 2 : last + 1);  // at least one digit stays
}

void append_datetime(std::string& out, std::int64_t time_us) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(time_us / 1000)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  const auto digits = [&out](auto value, int count) {
    append_digits(out, static_cast<std::uint64_t>(value), count);
  };
  digits(static_cast<int>(date.year()), 4);
  out += '-';
  digits(static_cast<unsigned>(date.month()), 2);
  out += '-';
  digits(static_cast<unsigned>(date.day()), 2);
  out += ' ';
  digits(clock.hours().count(), 2);
  out += ':';
  digits(clock.minutes().count(), 2);
  out += ':';
  digits(clock.seconds().count(), 2);
  if (clock.subseconds().count() != 0) {
    out += '.';
    digits(clock.subseconds().count() * 1000, 6);
  }
  out += "+00:00";
}

void append_uuid(std::string& out, std::uint64_t high, std::uint64_t low) {
  append_hex(out, high >> 32, 8);
  out += '-';
  append_hex(out, high >> 16, 4);
  out += "-4";
  append_hex(out, high, 3);
  out += '-';
  append_hex(out, (low >> 48 & 0x3fff) | 0x8000, 4);
  out += '-';
  append_hex(out, low, 12);
}

}  // namespace retally::simulated
