#include "cli/relative_time.h"

#include <fmt/format.h>

#include <chrono>

namespace retally {

std::string relative_time(TimePoint time, TimePoint now) {
  using namespace std::chrono;
  const bool past = time < now;
  const seconds distance = duration_cast<seconds>(past ? now - time : time - now);
  std::string length;
  if (distance < seconds(1)) return "now";
  if (distance < minutes(2)) {
    length = fmt::format("{} s", distance.count());
  } else if (distance < hours(2)) {
    length = fmt::format("{} min", duration_cast<minutes>(distance).count());
  } else if (distance < hours(48)) {
    length = fmt::format("{} h", duration_cast<hours>(distance).count());
  } else {
    length = fmt::format("{} days", duration_cast<days>(distance).count());
  }
  return past ? length + " ago" : "in " + length;
}

}  // namespace retally
