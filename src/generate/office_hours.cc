#include "generate/office_hours.h"

namespace retally::simulated {
namespace {

constexpr std::int64_t kOpenUs = 8 * kHourUs;
constexpr std::int64_t kCloseUs = 18 * kHourUs;

bool is_weekend(std::int64_t day) {
  return (day + 3) % 7 >= 5;  // day 0, 1970-01-01, was a Thursday
}

}  // namespace

bool OfficeHours::open(std::int64_t time_us) const {
  return next(time_us) == time_us;
}

std::int64_t OfficeHours::next(std::int64_t time_us) const {
  const std::int64_t local = time_us + offset_us_;
  const std::int64_t day = local / kDayUs;
  const std::int64_t time_of_day = local % kDayUs;
  if (time_of_day >= kCloseUs || (weekends_ && is_weekend(day))) return next_day(time_us);
  return time_of_day < kOpenUs ? day * kDayUs + kOpenUs - offset_us_ : time_us;
}

std::int64_t OfficeHours::next_day(std::int64_t time_us) const {
  std::int64_t day = (time_us + offset_us_) / kDayUs + 1;
  while (weekends_ && is_weekend(day)) ++day;
  return day * kDayUs + kOpenUs - offset_us_;
}

}  // namespace retally::simulated
