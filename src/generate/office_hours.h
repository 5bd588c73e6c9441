// The hours people keep, by their own time zone.
#pragma once

#include <cstdint>

#include "generate/units.h"

namespace retally::simulated {

class OfficeHours {
 public:
  OfficeHours(int utc_hours, bool weekends) : offset_us_(utc_hours * kHourUs), weekends_(weekends) {}

  // Between 8 and 18 o'clock on a working day.
  bool open(std::int64_t time_us) const;
  // The next time, not before `time_us`, at which open() holds.
  std::int64_t next(std::int64_t time_us) const;
  // 8 o'clock of the next working day.
  std::int64_t next_day(std::int64_t time_us) const;

 private:
  std::int64_t offset_us_;
  bool weekends_;
};

}  // namespace retally::simulated
