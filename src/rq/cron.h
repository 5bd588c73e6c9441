// Cron strings, as the Python package `crontab` reads them, which rq-scheduler uses.
//
//   30 9 * * mon-fri        minute, hour, day of the month, month, day of the week
//   0 0 L * * 2030          and a year
//   */10 0 9 * * * *        seconds before, and a year
//
// A field is a list, with ',' in between, of numbers, ranges '3-25', '*', and any of these with a step:
// '*/5', '3-25/7', '7/8' (from 7 on). Months and days of the week (0 is Sunday) have their English names, of
// three letters. '?' stands for '*' in the two fields of days, 'L' for the last day of a month, 'Z3' for
// three days before it, 'L5' for the last Friday of one. One of the two fields of days must be a '*' or '?'.
// '@yearly', '@annually', '@monthly',
// '@weekly', '@daily' and '@hourly' stand for what they say.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string_view>

namespace retally::rq {

enum class Zone {
  utc,
  local,  // that of this machine, or of the variable TZ
};

class Cron {
 public:
  // Throws Error(invalid_input) that names the field.
  explicit Cron(std::string_view text);

  // The first such time after `after`; none if there is none until the end of 2099.
  //
  // Where a zone's clocks are turned: a time that is left out that day comes an hour later by those clocks,
  // when it would have come without the turn. One that comes twice counts the first time only, unless the
  // hour is '*'.
  std::optional<std::chrono::sys_seconds> next(std::chrono::sys_seconds after, Zone zone) const;

 private:
  // What a field admits. For all but the year, which counts from 1970.
  struct Field {
    std::bitset<130> values;
    bool any = false;
  };

  bool matches(std::chrono::year_month_day date) const;
  std::optional<std::chrono::sys_seconds> next_on(std::chrono::year_month_day date,
                                                  std::chrono::sys_seconds after, Zone zone) const;

  static Field parse(std::size_t index, std::string_view text);
  void parse_day(std::string_view text);
  void parse_weekday(std::string_view text);

  Field second_;
  Field minute_;
  Field hour_;
  Field day_;
  Field month_;
  Field weekday_;
  Field year_;
  std::bitset<8> before_last_;    // 'Z3' is in the day of the month; 'L' is 'Z0'
  std::bitset<7> last_weekdays_;  // 'L5' is in the day of the week
};

}  // namespace retally::rq
