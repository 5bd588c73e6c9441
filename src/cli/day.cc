#include "cli/day.h"

#include <fmt/format.h>

#include <optional>

#include "events/timestamp.h"
#include "report/text.h"
#include "retally/error.h"

namespace retally {

Day parse_day(const std::string& text) {
  const std::optional<std::int64_t> ms =
      text.size() == kDateChars && text[4] == '-' ? parse_timestamp(text + "T00:00:00Z") : std::nullopt;
  if (!ms)
    throw Error(ErrorKind::invalid_input, fmt::format("'{}' is not a day: write it as 2024-06-10", text));
  return std::chrono::floor<std::chrono::days>(TimePoint(Millis(*ms)));
}

std::string format_day(Day day) {
  std::string text;
  append_date(text, day);
  return text;
}

}  // namespace retally
