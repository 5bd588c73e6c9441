#include "events/timestamp.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <string>

namespace retally {
namespace {

constexpr std::int64_t kSecond = 1'718'010'090;  // 2024-06-10 09:01:30 UTC
constexpr std::int64_t kLastMs = 10'413'791'999'999;

TEST(Timestamp, TakesSecondsSince1970) {
  EXPECT_EQ(parse_timestamp("1718010090"), kSecond * 1000);
  EXPECT_EQ(parse_timestamp("1718010090.0"), kSecond * 1000);
  EXPECT_EQ(parse_timestamp("1718010090.12"), kSecond * 1000 + 120);
  EXPECT_EQ(parse_timestamp("1718010090.120301"), kSecond * 1000 + 120);
  EXPECT_EQ(parse_timestamp("1718010090.000999"), kSecond * 1000);
  EXPECT_EQ(parse_timestamp("1718010090.999999999"), kSecond * 1000 + 999);
  EXPECT_EQ(parse_timestamp("0"), 0);
  EXPECT_EQ(parse_timestamp("0.0015"), 1);
  EXPECT_EQ(parse_timestamp("10413791999.999"), kLastMs);
}

TEST(Timestamp, TakesIso8601) {
  for (const char* const text :
       {"2024-06-10T09:01:30.120Z", "2024-06-10 09:01:30.120000+00:00", "2024-06-10 09:01:30.12",
        "2024-06-10T09:01:30.1209", "2024-06-10T11:01:30.12+02:00", "2024-06-10T11:01:30.12+0200",
        "2024-06-10 11:01:30.12+02", "2024-06-10 03:31:30.120999999-05:30", "2024-06-09T09:02:30.12-23:59"}) {
    EXPECT_EQ(parse_timestamp(text), kSecond * 1000 + 120) << text;
  }
  EXPECT_EQ(parse_timestamp("2024-06-10 09:01:30+00:00"), kSecond * 1000);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_timestamp("2299-12-31T23:59:59.999999Z"), kLastMs);
}

TEST(Timestamp, KnowsLeapYears) {
  EXPECT_TRUE(parse_timestamp("2024-02-29 00:00:00"));
  EXPECT_TRUE(parse_timestamp("2000-02-29 00:00:00"));
  EXPECT_FALSE(parse_timestamp("2023-02-29 00:00:00"));
  EXPECT_FALSE(parse_timestamp("2100-02-29 00:00:00"));
}

TEST(Timestamp, RefusesWhatIsNoTime) {
  for (const char* const text : {"",
                                 " ",
                                 "x",
                                 "-1",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e9",
                                 "1718010090.",
                                 "1718010090.1x",
                                 "1718010090.1234567890",
                                 "1,5",
                                 " 1718010090",
                                 "1718010090 ",
                                 "0x10",
                                 "nan",
                                 "1718010090120",
                                 "10413792000",
                                 "99999999999",
                                 "999999999999999999999",
                                 "2024-06-10",
                                 "2024-06-10T",
                                 "2024-06-10T09",
                                 "2024-06-10T09:01",
                                 "2024-06-10T09:01:",
                                 "2024-06-10T24:00:00",
                                 "2024-06-10T23:60:00",
                                 "2024-06-10T23:59:60",
                                 "2024-13-01T00:00:00",
                                 "2024-00-01T00:00:00",
                                 "2024-01-00T00:00:00",
                                 "2024-04-31T00:00:00",
                                 "2024-6-10T09:01:30",
                                 "2024-06-10T9:01:30",
                                 "2024-06-10t09:01:30",
                                 "2024-06-10T09:01:30z",
                                 "2024-06-10T09:01:30.",
                                 "2024-06-10T09:01:30.1234567890",
                                 "2024-06-10T09:01:30,5",
                                 "2024-06-10T09:01:30+",
                                 "2024-06-10T09:01:30+2",
                                 "2024-06-10T09:01:30+02:",
                                 "2024-06-10T09:01:30+02:6",
                                 "2024-06-10T09:01:30+02:60",
                                 "2024-06-10T09:01:30+24:00",
                                 "2024-06-10T09:01:30+02:00x",
                                 "2024-06-10T09:01:30 Z",
                                 "2024-06-10T09:01:30ZZ",
                                 "2024/06/10 09:01:30",
                                 "20240610T090130",
                                 "1969-12-31T23:59:59Z",
                                 "1970-01-01T00:00:00+00:01",
                                 "2300-01-01T00:00:00Z",
                                 "2299-12-31T23:59:59-00:01",
                                 "0000-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
  EXPECT_FALSE(parse_timestamp(std::string_view("1718010090\0", 11)));
}

// Every day of the range, in both forms.
TEST(Timestamp, KnowsEveryDay) {
  for (std::int64_t days = 0; days * 86'400'000 <= kLastMs; ++days) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    const std::string text =
        fmt::format("{:04}-{:02}-{:02} 12:34:56.789+00:00", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    const std::int64_t time_ms = days * 86'400'000 + 45'296'789;
    ASSERT_EQ(parse_timestamp(text), time_ms) << text;
    ASSERT_EQ(parse_timestamp(fmt::format("{}.789", time_ms / 1000)), time_ms);
  }
}

RC_GTEST_PROP(Timestamp, IsTheSameInEveryForm, ()) {
  const auto time_ms = *rc::gen::inRange<std::int64_t>(0, kLastMs + 1);
  const auto finer = *rc::gen::inRange(0, 1000);
  const auto ahead_min = *rc::gen::inRange(-1439, 1440);
  const std::chrono::sys_time<std::chrono::milliseconds> shifted{
      std::chrono::milliseconds{time_ms + ahead_min * std::int64_t{60'000}}};
  const auto day = std::chrono::floor<std::chrono::days>(shifted);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{shifted - day};
  const auto iso = fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{:03}{}{:02}:{:02}", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
      time.minutes().count(), time.seconds().count(), time.subseconds().count(), finer,
      ahead_min < 0 ? '-' : '+', std::abs(ahead_min) / 60, std::abs(ahead_min) % 60);
  RC_ASSERT(parse_timestamp(iso) == time_ms);
  RC_ASSERT(parse_timestamp(fmt::format("{}.{:03}{:03}", time_ms / 1000, time_ms % 1000, finer)) == time_ms);
}

}  // namespace
}  // namespace retally
