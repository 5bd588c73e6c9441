#include "cli/json_time.h"

#include <fmt/format.h>

#include "cli/relative_time.h"
#include "events/timestamp.h"
#include "retally/error.h"

namespace retally {

TimePoint json_time(const Json& text) {
  const std::optional<std::int64_t> ms =
      text.is_string() ? parse_timestamp(text.get<std::string>()) : std::nullopt;
  if (!ms)
    throw Error(ErrorKind::unavailable, fmt::format("the server's answer has {} for a time", text.dump()));
  return TimePoint(Millis(*ms));
}

std::string relative_time_of(const Json& text) {
  return text.is_null() ? "-" : relative_time(json_time(text), SystemClock().now());
}

}  // namespace retally
