#include "cli/duration.h"

#include <array>
#include <charconv>

#include "retally/error.h"

namespace retally {
namespace {

struct Unit {
  std::string_view name;
  Millis length;
};

constexpr std::array<Unit, 5> kUnits{{{"d", std::chrono::days(1)},
                                      {"h", std::chrono::hours(1)},
                                      {"m", std::chrono::minutes(1)},
                                      {"s", std::chrono::seconds(1)},
                                      {"ms", Millis(1)}}};

// Far beyond any schedule, and far from overflow.
constexpr Millis kLongest = std::chrono::days(3653);

[[noreturn]] void refuse(std::string_view text) {
  throw Error(ErrorKind::invalid_input,
              "'" + std::string(text) + "' is not a duration: write it as 90s, 15m, 1h30m or 500ms");
}

std::string_view take_letters(std::string_view& rest) {
  std::size_t length = 0;
  while (length < rest.size() && rest[length] >= 'a' && rest[length] <= 'z') ++length;
  const std::string_view letters = rest.substr(0, length);
  rest.remove_prefix(length);
  return letters;
}

}  // namespace

Millis parse_duration(std::string_view text) {
  std::string_view rest = text;
  Millis sum{0};
  auto unit = kUnits.begin();  // the largest that may still come
  do {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{} || number < 0 || rest.front() == '-') refuse(text);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));

    const std::string_view name = take_letters(rest);
    while (unit != kUnits.end() && unit->name != name) ++unit;
    if (unit == kUnits.end() || number > kLongest / unit->length) refuse(text);
    sum += number * unit->length;
    ++unit;
  } while (!rest.empty());
  if (sum > kLongest) refuse(text);
  return sum;
}

std::string format_duration(Millis duration) {
  std::string text;
  for (const Unit& unit : kUnits) {
    if (const auto number = duration / unit.length; number > 0)
      text += std::to_string(number) + std::string(unit.name);
    duration %= unit.length;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace retally
