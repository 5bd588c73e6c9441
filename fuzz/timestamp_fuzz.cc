// Any text: a time in range or none; and a time that is written out as CVAT does is read as the same again.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "events/timestamp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto time_ms = retally::parse_timestamp({reinterpret_cast<const char*>(data), size});
  if (!time_ms) return 0;
  if (*time_ms < 0 || *time_ms >= 10'413'792'000'000) std::abort();
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{*time_ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss of_day{time - day};
  const std::string iso = fmt::format(
      "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}000+00:00", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), of_day.hours().count(),
      of_day.minutes().count(), of_day.seconds().count(), of_day.subseconds().count());
  if (retally::parse_timestamp(iso) != time_ms) std::abort();
  if (retally::parse_timestamp(fmt::format("{}.{:03}", *time_ms / 1000, *time_ms % 1000)) != time_ms)
    std::abort();
  return 0;
}
