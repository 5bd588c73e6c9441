#include "report/text.h"

#include <fmt/compile.h>

#include <charconv>
#include <cmath>
#include <cstring>

namespace retally {

namespace {

// Below this, every whole double is written as the same digits by integer and by float rules.
constexpr double kExactlyWhole = 1e15;

bool is_small_whole(double value) {
  return value > -kExactlyWhole && value < kExactlyWhole && value == std::trunc(value);
}

char* write_integer(char* at, std::int64_t value) {
  if (value >= 0 && value < 10) {
    *at = static_cast<char>('0' + value);
    return at + 1;
  }
  return std::to_chars(at, at + kMaxFloatChars, value).ptr;
}

char* write_pair(char* at, unsigned value) {
  at[0] = static_cast<char>('0' + value / 10 % 10);
  at[1] = static_cast<char>('0' + value % 10);
  return at + 2;
}

std::size_t length(const char* begin, const char* end) {
  return static_cast<std::size_t>(end - begin);
}

}  // namespace

char* write_float(char* at, double value) {
  if (is_small_whole(value)) {
    char* end = write_integer(at, static_cast<std::int64_t>(value));
    std::memcpy(end, ".0", 2);
    return end + 2;
  }
  // fmt and Python agree on when to write an exponent: below 1e-4, and from 1e16.
  char* end = fmt::format_to(at, FMT_COMPILE("{}"), value);
  if (std::string_view(at, length(at, end)).find_first_of(".e") != std::string_view::npos) return end;
  std::memcpy(end, ".0", 2);
  return end + 2;
}

char* write_number(char* at, double value) {
  if (is_small_whole(value)) return write_integer(at, static_cast<std::int64_t>(value));
  return fmt::format_to(at, FMT_COMPILE("{}"), value);
}

char* write_date(char* at, Day day) {
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  at = write_pair(at, year / 100);
  at = write_pair(at, year % 100);
  *at++ = '-';
  at = write_pair(at, static_cast<unsigned>(date.month()));
  *at++ = '-';
  return write_pair(at, static_cast<unsigned>(date.day()));
}

void append_float(std::string& out, double value) {
  char text[kMaxFloatChars];
  out.append(text, length(text, write_float(text, value)));
}

void append_integer(std::string& out, std::int64_t value) {
  char text[kMaxFloatChars];
  out.append(text, length(text, write_integer(text, value)));
}

void append_date(std::string& out, Day day) {
  char text[kDateChars];
  out.append(text, length(text, write_date(text, day)));
}

void append_time(std::string& out, TimePoint time) {
  const Day day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(time - day);
  append_date(out, day);
  fmt::format_to(std::back_inserter(out), "T{:02}:{:02}:{:02}", clock.hours().count(),
                 clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0)
    fmt::format_to(std::back_inserter(out), ".{:03}000", clock.subseconds().count());
  out += 'Z';
}

}  // namespace retally
