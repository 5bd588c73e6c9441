#include "rq/cron.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "retally/error.h"

namespace retally::rq {
namespace {

using namespace std::chrono;

struct Range {
  const char* name;
  int least;
  int most;
};

// In the order of the fields of a full string. 7 is Sunday as well as 0.
constexpr std::array<Range, 7> kRanges = {{{"second", 0, 59},
                                           {"minute", 0, 59},
                                           {"hour", 0, 23},
                                           {"day of the month", 1, 31},
                                           {"month", 1, 12},
                                           {"day of the week", 0, 7},
                                           {"year", 1970, 2099}}};
constexpr std::size_t kMonth = 4;
constexpr std::size_t kWeekday = 5;
constexpr std::size_t kYear = 6;

constexpr std::string_view kMonthNames = "janfebmaraprmayjunjulaugsepoctnovdec";
constexpr std::string_view kDayNames = "sunmontuewedthufrisat";

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kAliases = {
    {{"@yearly", "0 0 1 1 *"},
     {"@annually", "0 0 1 1 *"},
     {"@monthly", "0 0 1 * *"},
     {"@weekly", "0 0 * * 0"},
     {"@daily", "0 0 * * *"},
     {"@hourly", "0 * * * *"}}};

[[noreturn]] void refuse_field(std::size_t index, std::string_view text, const std::string& why) {
  throw Error(ErrorKind::invalid_input,
              std::string("cron string: ") + kRanges[index].name + " '" + std::string(text) + "': " + why);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

int number_of(std::size_t index, std::string_view text) {
  const std::string_view names = index == kMonth ? kMonthNames : index == kWeekday ? kDayNames : "";
  if (text.size() == 3) {
    for (std::size_t at = 0; at < names.size(); at += 3)
      if (names.substr(at, 3) == text) return static_cast<int>(at / 3) + (index == kMonth ? 1 : 0);
  }
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) refuse_field(index, text, "not a number");
  if (number < kRanges[index].least || number > kRanges[index].most) {
    refuse_field(
        index, text,
        "use " + std::to_string(kRanges[index].least) + " to " + std::to_string(kRanges[index].most));
  }
  return number;
}

// The first and the last of one item of a list, which has no step.
std::pair<int, int> bounds_of(std::size_t index, std::string_view item, bool has_step) {
  // A step through a week ends on Saturday: that 7 is Sunday is for ranges such as 5-7.
  const int most = index == kWeekday ? 6 : kRanges[index].most;
  if (item == "*") return {kRanges[index].least, most};
  const std::size_t dash = item.find('-');
  const int first = number_of(index, item.substr(0, dash));
  if (dash == std::string_view::npos) return {first, has_step ? std::max(first, most) : first};
  int last = number_of(index, item.substr(dash + 1));
  if (index == kWeekday && last == 0) last = 7;  // sat-sun
  if (last < first) refuse_field(index, item, "it ends before it begins");
  return {first, last};
}

// The instants that a zone's clocks show as this time: one as a rule, two where they are put back. Where they
// are put forward, past this time, it is the one of the clocks as they were before.
std::vector<sys_seconds> instants_of(year_month_day date, seconds time, Zone zone) {
  if (zone == Zone::utc) return {sys_days(date) + time};
  std::tm wall{};
  wall.tm_year = static_cast<int>(date.year()) - 1900;
  wall.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  wall.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  wall.tm_hour = static_cast<int>(floor<hours>(time).count());
  wall.tm_min = static_cast<int>((floor<minutes>(time) % hours(1)).count());
  wall.tm_sec = static_cast<int>((time % minutes(1)).count());
  std::vector<sys_seconds> instants;
  std::time_t standard = 0;
  for (const int summer : {1, 0}) {
    std::tm asked = wall;
    asked.tm_isdst = summer;
    standard = std::mktime(&asked);
    const bool shown =
        asked.tm_hour == wall.tm_hour && asked.tm_min == wall.tm_min && asked.tm_mday == wall.tm_mday;
    if (shown && asked.tm_isdst == summer) instants.emplace_back(seconds(standard));
  }
  if (instants.empty()) instants.emplace_back(seconds(standard));
  return instants;
}

year_month_day date_of(sys_seconds time, Zone zone) {
  if (zone == Zone::utc) return floor<days>(time);
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm wall{};
  localtime_r(&seconds, &wall);
  return year(wall.tm_year + 1900) / (wall.tm_mon + 1) / wall.tm_mday;
}

// How many days of the month come after this one.
std::size_t days_left(year_month_day date) {
  return static_cast<std::size_t>((sys_days(date.year() / date.month() / last) - sys_days(date)).count());
}

}  // namespace

Cron::Cron(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (words.size() == 1) {
    const auto* const alias = std::ranges::find(kAliases, words[0], &decltype(kAliases)::value_type::first);
    if (alias != kAliases.end()) words = words_of(alias->second);
  }
  if (words.size() < 5 || words.size() > 7) {
    throw Error(ErrorKind::invalid_input, "cron string '" + std::string(text) +
                                              "': " + std::to_string(words.size()) + " fields, not 5 to 7");
  }
  if (words.size() < 7) words.insert(words.begin(), "0");
  if (words.size() < 7) words.emplace_back("*");
  second_ = parse(0, words[0]);
  minute_ = parse(1, words[1]);
  hour_ = parse(2, words[2]);
  parse_day(words[3]);
  month_ = parse(kMonth, words[4]);
  parse_weekday(words[5]);
  year_ = parse(kYear, words[6]);
  if (!day_.any && !weekday_.any) {
    throw Error(ErrorKind::invalid_input,
                "cron string '" + std::string(text) + "': one of the two fields of days must be '*' or '?'");
  }
}

Cron::Field Cron::parse(std::size_t index, std::string_view text) {
  Field field;
  for (const std::string_view item : split(text, ',')) {
    const std::size_t slash = item.find('/');
    const bool has_step = slash != std::string_view::npos;
    int step = 1;
    if (has_step) {
      const std::string_view digits = item.substr(slash + 1);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), step);
      if (error != std::errc() || end != digits.data() + digits.size() || step < 1)
        refuse_field(index, item, "the step is no number from 1 on");
    }
    if (item == "*") field.any = true;
    const auto [first, last] = bounds_of(index, item.substr(0, slash), has_step);
    const int base = index == kYear ? kRanges[kYear].least : 0;
    // A step that is larger than any range ends the loop, and must not overflow.
    for (int value = first; value <= last; value += std::min(step, 200)) {
      field.values.set(static_cast<std::size_t>(value - base));
    }
  }
  return field;
}

// 'L', 'Z3' and '?' are taken off the list; the rest is numbers.
void Cron::parse_day(std::string_view text) {
  std::string rest;
  for (const std::string_view item : split(text, ',')) {
    if (item == "?") {
      day_.any = true;
    } else if (item == "l") {
      before_last_.set(0);
    } else if (item.size() == 2 && item[0] == 'z' && item[1] >= '0' && item[1] <= '7') {
      before_last_.set(static_cast<std::size_t>(item[1] - '0'));
    } else {
      rest += (rest.empty() ? "" : ",") + std::string(item);
    }
  }
  if (rest.empty()) return;
  const bool any = day_.any;
  day_ = parse(3, rest);
  day_.any = day_.any || any;
}

void Cron::parse_weekday(std::string_view text) {
  std::string rest;
  for (const std::string_view item : split(text, ',')) {
    if (item == "?") {
      weekday_.any = true;
    } else if (item.starts_with('l')) {
      const auto [first, last] = bounds_of(kWeekday, item.substr(1), false);
      for (int day = first; day <= last; ++day) last_weekdays_.set(static_cast<std::size_t>(day % 7));
    } else {
      rest += (rest.empty() ? "" : ",") + std::string(item);
    }
  }
  if (rest.empty()) return;
  const bool any = weekday_.any;
  weekday_ = parse(kWeekday, rest);
  weekday_.any = weekday_.any || any;
  if (weekday_.values.test(7)) weekday_.values.set(0);
}

bool Cron::matches(year_month_day date) const {
  const int year = static_cast<int>(date.year()) - kRanges[kYear].least;
  if (year < 0 || year > kRanges[kYear].most - kRanges[kYear].least) return false;
  const std::size_t weekday = std::chrono::weekday(sys_days(date)).c_encoding();
  const std::size_t left = days_left(date);
  const bool last_of_its_weekday = left < 7;
  const bool right_day = day_.any || day_.values.test(static_cast<unsigned>(date.day())) ||
                         (left < before_last_.size() && before_last_.test(left));
  const bool right_weekday =
      weekday_.any || weekday_.values.test(weekday) || (last_weekdays_.test(weekday) && last_of_its_weekday);
  return year_.values.test(static_cast<std::size_t>(year)) &&
         month_.values.test(static_cast<unsigned>(date.month())) && right_day && right_weekday;
}

std::optional<sys_seconds> Cron::next_on(year_month_day date, sys_seconds after, Zone zone) const {
  std::optional<sys_seconds> first;
  for (std::size_t hour = 0; hour < 24; ++hour) {
    if (!hour_.values.test(hour)) continue;
    for (std::size_t minute = 0; minute < 60; ++minute) {
      if (!minute_.values.test(minute)) continue;
      // No clock is turned by more than some hours: what is far before `after` needs no closer look.
      const seconds time = hours(hour) + minutes(minute);
      if (sys_days(date) + time + days(2) < after) continue;
      for (std::size_t second = 0; second < 60; ++second) {
        if (!second_.values.test(second)) continue;
        std::vector<sys_seconds> instants = instants_of(date, time + seconds(second), zone);
        if (!hour_.any) instants.resize(1);
        for (const sys_seconds instant : instants)
          if (instant > after && (!first || instant < *first)) first = instant;
      }
      // In UTC later times of the day come later; elsewhere but for an hour that comes twice.
      if (first && (zone == Zone::utc || *first + hours(3) < sys_days(date) + time)) return first;
    }
  }
  return first;
}

std::optional<sys_seconds> Cron::next(sys_seconds after, Zone zone) const {
  // The day before: its hours that come twice may reach into this one.
  sys_days day = sys_days(date_of(after, zone));
  const sys_days end = sys_days(year(2100) / 1 / 1);
  for (; day < end; day += days(1)) {
    if (!matches(day)) continue;
    if (const auto found = next_on(day, after, zone)) return found;
  }
  return std::nullopt;
}

}  // namespace retally::rq
