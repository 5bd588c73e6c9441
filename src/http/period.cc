#include "http/period.h"

#include <chrono>
#include <optional>
#include <string>

#include "events/timestamp.h"
#include "report/text.h"
#include "retally/error.h"

namespace retally::http {

namespace {

std::optional<TimePoint> time_of(const Query& query, std::string_view name) {
  const std::optional<std::string_view> text = query.get(name);
  if (!text) return std::nullopt;
  const bool plain_date = text->size() == kDateChars && text->find('-') == 4;
  const std::optional<std::int64_t> ms =
      parse_timestamp(plain_date ? std::string(*text) + "T00:00:00Z" : std::string(*text));
  if (!ms) {
    throw Error(ErrorKind::invalid_input, "Cannot parse '" + std::string(name) + "' datetime parameter: '" +
                                              std::string(text->substr(0, 50)) +
                                              "' is not a time such as 2024-06-10 or 2024-06-10T09:00:00Z");
  }
  return TimePoint{Millis{*ms}};
}

Day day_of(TimePoint time) {
  return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace

Period period_of(const Query& query, TimePoint now, const Period& otherwise) {
  const std::optional<TimePoint> start = time_of(query, "start_date");
  const std::optional<TimePoint> end = time_of(query, "end_date");
  if (!start && !end) return otherwise;
  const TimePoint to = end.value_or(now);
  if (start && *start > to)
    throw Error(ErrorKind::invalid_input, "'start_date' must be before than 'end_date'");
  return {start ? day_of(*start) : Day::min(), day_of(to)};
}

Period last_30_days(TimePoint now) {
  return {day_of(now - std::chrono::days(30)), day_of(now)};
}

}  // namespace retally::http
