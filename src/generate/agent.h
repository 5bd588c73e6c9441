// Somebody who does things in the simulated installation, in steps.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/request.h"

namespace retally {

class Agent {
 public:
  virtual ~Agent() = default;

  // What it does from `now_us` on, as requests whose events are not older than `now_us`. Returns when it goes
  // on; later than now_us.
  virtual std::int64_t step(std::int64_t now_us, std::vector<Request>& requests) = 0;
};

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
inline constexpr std::int64_t kHourUs = 60 * kMinuteUs;
inline constexpr std::int64_t kDayUs = 24 * kHourUs;

// The hours people keep, by their own time zone.
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

}  // namespace retally
