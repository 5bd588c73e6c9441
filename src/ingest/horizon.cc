#include "ingest/horizon.h"

#include <fmt/chrono.h>

#include "retally/error.h"

namespace retally {

void check_age(const Event& event, TimePoint horizon) {
  if (TimePoint(Millis(event.time_ms)) >= horizon) return;
  throw Error(
      ErrorKind::invalid_input,
      fmt::format("it is from before {:%Y-%m-%d %H:%M:%S} UTC: which events of that time were counted "
                  "is forgotten, and it may be one of them",
                  fmt::gmtime(std::chrono::system_clock::to_time_t(horizon))));
}

}  // namespace retally
