#include "events/timestamp.h"

#include <chrono>

#include "events/text.h"

namespace retally {

namespace {

constexpr std::int64_t kMaxMs = 10'413'792'000'000;  // 2300-01-01, the first that is too late

// Reads a text from left to right; every function takes what it names, or fails and says so.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool at(char c) const { return !text_.empty() && text_.front() == c; }

  bool take(char c) {
    if (!at(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Exactly `digits` digits.
  bool take_number(int digits, int& value) {
    if (text_.size() < static_cast<std::size_t>(digits)) return false;
    value = 0;
    for (int i = 0; i < digits; ++i) {
      const char c = text_[static_cast<std::size_t>(i)];
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(static_cast<std::size_t>(digits));
    return true;
  }

  // All the digits there are: at least one, at most `max`.
  bool take_digits(std::size_t max, std::string_view& digits) {
    std::size_t size = 0;
    while (size < text_.size() && is_digit(text_[size])) ++size;
    if (size == 0 || size > max) return false;
    digits = text_.substr(0, size);
    text_.remove_prefix(size);
    return true;
  }

 private:
  std::string_view text_;
};

// ".12" is 120 ms; nothing is 0 ms.
bool take_fraction(Cursor& cursor, std::int64_t& ms) {
  ms = 0;
  if (!cursor.take('.')) return true;
  std::string_view digits;
  if (!cursor.take_digits(9, digits)) return false;
  for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return true;
}

std::optional<std::int64_t> in_range(std::int64_t ms) {
  if (ms < 0 || ms >= kMaxMs) return std::nullopt;
  return ms;
}

std::optional<std::int64_t> parse_epoch(std::string_view text) {
  Cursor cursor(text);
  std::string_view digits;
  std::int64_t ms = 0;
  // The last second in range has 11 digits.
  if (!cursor.take_digits(11, digits) || !take_fraction(cursor, ms) || !cursor.at_end()) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : digits) seconds = seconds * 10 + (c - '0');
  return in_range(seconds * 1000 + ms);
}

bool take_day(Cursor& cursor, std::chrono::sys_days& day) {
  int year = 0;
  int month = 0;
  int of_month = 0;
  if (!cursor.take_number(4, year) || !cursor.take('-') || !cursor.take_number(2, month) ||
      !cursor.take('-') || !cursor.take_number(2, of_month))
    return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(of_month))};
  if (!date.ok()) return false;
  day = date;
  return true;
}

bool take_time(Cursor& cursor, std::int64_t& ms) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t fraction_ms = 0;
  if (!cursor.take_number(2, hour) || !cursor.take(':') || !cursor.take_number(2, minute) ||
      !cursor.take(':') || !cursor.take_number(2, second) || !take_fraction(cursor, fraction_ms))
    return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  ms = ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + fraction_ms;
  return true;
}

// "+02:00", "+0200" or "+02" is two hours ahead of UTC.
bool take_zone(Cursor& cursor, std::int64_t& ahead_ms) {
  ahead_ms = 0;
  if (cursor.at_end() || cursor.take('Z')) return true;
  const bool behind = cursor.at('-');
  if (!cursor.take('+') && !cursor.take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!cursor.take_number(2, hours)) return false;
  const bool colon = cursor.take(':');
  if ((colon || !cursor.at_end()) && !cursor.take_number(2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  ahead_ms = (hours * 60 + minutes) * std::int64_t{60'000} * (behind ? -1 : 1);
  return true;
}

std::optional<std::int64_t> parse_iso(std::string_view text) {
  Cursor cursor(text);
  std::chrono::sys_days day;
  std::int64_t of_day_ms = 0;
  std::int64_t ahead_ms = 0;
  if (!take_day(cursor, day) || (!cursor.take('T') && !cursor.take(' ')) || !take_time(cursor, of_day_ms) ||
      !take_zone(cursor, ahead_ms) || !cursor.at_end())
    return std::nullopt;
  const std::chrono::milliseconds midnight = day.time_since_epoch();
  return in_range(midnight.count() + of_day_ms - ahead_ms);
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const bool iso = text.size() > 4 && text[4] == '-';
  return iso ? parse_iso(text) : parse_epoch(text);
}

}  // namespace retally
