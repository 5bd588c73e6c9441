#include "rq/cron.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

#include "retally/error.h"

namespace retally::rq {
namespace {

using namespace std::chrono;

// "2024-06-10 08:00:00", UTC.
sys_seconds at(const std::string& text) {
  int y = 0;
  unsigned m = 0;
  unsigned d = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  EXPECT_EQ(std::sscanf(text.c_str(), "%d-%u-%u %d:%d:%d", &y, &m, &d, &hour, &minute, &second), 6) << text;
  return sys_days(year(y) / month(m) / day(d)) + hours(hour) + minutes(minute) + seconds(second);
}

struct Case {
  const char* cron;
  const char* after;
  const char* next;  // empty: none
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.cron << " after " << one.after;
}

struct CronTest : ::testing::TestWithParam<Case> {};

TEST_P(CronTest, FindsTheNextTime) {
  const std::optional<sys_seconds> next = Cron(GetParam().cron).next(at(GetParam().after), Zone::utc);
  const std::string expected = GetParam().next;
  ASSERT_EQ(next.has_value(), !expected.empty());
  if (next) {
    EXPECT_EQ(*next, at(expected));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Utc, CronTest,
    ::testing::Values(Case{"* * * * *", "2024-06-10 08:00:00", "2024-06-10 08:01:00"},
                      Case{"* * * * *", "2024-06-10 08:00:59", "2024-06-10 08:01:00"},
                      Case{"0 8 * * *", "2024-06-10 07:59:59", "2024-06-10 08:00:00"},
                      Case{"0 8 * * *", "2024-06-10 08:00:00", "2024-06-11 08:00:00"},
                      Case{"*/15 * * * *", "2024-06-10 08:46:00", "2024-06-10 09:00:00"},
                      Case{"7/20 * * * *", "2024-06-10 08:00:00", "2024-06-10 08:07:00"},
                      Case{"7/20 * * * *", "2024-06-10 08:47:00", "2024-06-10 09:07:00"},
                      Case{"3-25/7,50 * * * *", "2024-06-10 08:24:00", "2024-06-10 08:50:00"},
                      Case{"30 9 * * mon-fri", "2024-06-14 10:00:00", "2024-06-17 09:30:00"},
                      Case{"0 0 * * SUN", "2024-06-10 08:00:00", "2024-06-16 00:00:00"},
                      Case{"0 0 * * 7", "2024-06-10 08:00:00", "2024-06-16 00:00:00"},
                      Case{"0 0 * * 5-7", "2024-06-15 08:00:00", "2024-06-16 00:00:00"},
                      Case{"0 0 31 * ?", "2024-06-01 00:00:00", "2024-07-31 00:00:00"},
                      Case{"0 0 29 2 *", "2024-03-01 00:00:00", "2028-02-29 00:00:00"},
                      Case{"0 0 31 2 *", "2024-03-01 00:00:00", ""},
                      Case{"0 0 L * *", "2024-02-10 00:00:00", "2024-02-29 00:00:00"},
                      Case{"0 0 L,15 * *", "2024-02-29 00:00:00", "2024-03-15 00:00:00"},
                      Case{"0 0 Z0 * *", "2024-02-10 00:00:00", "2024-02-29 00:00:00"},
                      Case{"0 0 Z3 * *", "2024-02-10 00:00:00", "2024-02-26 00:00:00"},
                      Case{"0 0 * * sat-sun", "2024-06-15 00:00:00", "2024-06-16 00:00:00"},
                      Case{"0 0 ? * L5", "2024-06-10 00:00:00", "2024-06-28 00:00:00"},
                      Case{"0 0 ? * L0", "2024-06-10 00:00:00", "2024-06-30 00:00:00"},
                      Case{"0 0 1 jan,jul *", "2024-06-10 00:00:00", "2024-07-01 00:00:00"},
                      Case{"59 23 31 12 *", "2024-12-31 23:59:00", "2025-12-31 23:59:00"},
                      Case{"0 0 1 1 * 2030", "2024-06-10 00:00:00", "2030-01-01 00:00:00"},
                      Case{"0 0 1 1 * 2020", "2024-06-10 00:00:00", ""},
                      Case{"0 0 1 1 * 2099", "2099-01-01 00:00:00", ""},
                      Case{"*/10 0 9 * * * *", "2024-06-10 09:00:35", "2024-06-10 09:00:40"},
                      Case{"  0\t0  * * *  ", "2024-06-10 09:00:00", "2024-06-11 00:00:00"},
                      Case{"@yearly", "2024-06-10 08:00:00", "2025-01-01 00:00:00"},
                      Case{"@annually", "2024-06-10 08:00:00", "2025-01-01 00:00:00"},
                      Case{"@monthly", "2024-06-10 08:00:00", "2024-07-01 00:00:00"},
                      Case{"@weekly", "2024-06-10 08:00:00", "2024-06-16 00:00:00"},
                      Case{"@daily", "2024-06-10 08:00:00", "2024-06-11 00:00:00"},
                      Case{"@hourly", "2024-06-10 08:00:00", "2024-06-10 09:00:00"}));

TEST(Cron, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "*",
                           "* * * *",
                           "* * * * * * * *",
                           "60 * * * *",
                           "* 24 * * *",
                           "* * 0 * *",
                           "* * 32 * *",
                           "* * * 13 *",
                           "* * * foo *",
                           "* * * * 8",
                           "* * * * * 1969",
                           "5-3 * * * *",
                           "*/0 * * * *",
                           "*/x * * * *",
                           "? * * * *",
                           "L * * * *",
                           "* * Z8 * *",
                           "* * * * L",
                           "1, * * * *",
                           "- * * * *",
                           "1 2 3 4 5",
                           "@often",
                           "-1 * * * *",
                           "1- * * * *",
                           "/5 * * * *"})
    EXPECT_THROW(Cron{text}, Error) << text;
}

TEST(Cron, NamesTheFieldThatIsWrong) {
  EXPECT_THAT([] { Cron("0 25 * * *"); },
              ::testing::ThrowsMessage<Error>(::testing::StrEq("cron string: hour '25': use 0 to 23")));
}

// Against a walk through every second of some days, for many fields.
TEST(Cron, IsWhatAWalkerFinds) {
  for (const char* text : {"*/7 */5 * * *", "13 1-20/3 * * 1,3,5", "0 0 L * *", "59 23 28-31/2 2,12 *"}) {
    const Cron cron(text);
    sys_seconds walked = at("2024-02-27 22:00:00");
    sys_seconds found = walked;
    for (int i = 0; i < 200; ++i) {
      found = cron.next(found, Zone::utc).value();
      // One minute before a time that is found, it is the next one; and so it is a minute after the one
      // before.
      EXPECT_EQ(cron.next(found - minutes(1), Zone::utc), found) << text;
      EXPECT_EQ(cron.next(walked, Zone::utc), found) << text;
      walked = found;
    }
  }
}

struct LocalCron : ::testing::Test {
  std::string before = std::getenv("TZ") == nullptr ? "" : std::getenv("TZ");
  void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  ~LocalCron() override {
    before.empty() ? unsetenv("TZ") : setenv("TZ", before.c_str(), 1);
    tzset();
  }
  static std::optional<sys_seconds> next(const char* cron, const char* after) {
    return Cron(cron).next(at(after), Zone::local);
  }
};

// The rules are spelled out, so that the test needs no database of zones.
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";
constexpr const char* kNewYork = "EST5EDT,M3.2.0,M11.1.0";

TEST_F(LocalCron, TakesTheClockOfTheZone) {
  zone(kBerlin);
  EXPECT_EQ(next("0 8 * * *", "2024-06-10 05:00:00"), at("2024-06-10 06:00:00"));
  EXPECT_EQ(next("0 8 * * *", "2024-01-10 05:00:00"), at("2024-01-10 07:00:00"));
  EXPECT_EQ(next("30 0 * * mon", "2024-06-09 12:00:00"), at("2024-06-09 22:30:00"))
      << "it is Monday there already";
  zone(kNewYork);
  EXPECT_EQ(next("0 20 * * *", "2024-06-10 05:00:00"), at("2024-06-11 00:00:00"));
}

TEST_F(LocalCron, ATimeThatIsLeftOutComesAllTheSame) {
  zone(kBerlin);  // 2024-03-31: 02:00 is 03:00 at once
  EXPECT_EQ(next("30 2 * * *", "2024-03-30 12:00:00"), at("2024-03-31 01:30:00"));
  EXPECT_EQ(next("30 2 * * *", "2024-03-31 01:30:00"), at("2024-04-01 00:30:00"));
  EXPECT_EQ(next("0 * * * *", "2024-03-31 00:00:00"), at("2024-03-31 01:00:00"));
  EXPECT_EQ(next("0 * * * *", "2024-03-31 01:00:00"), at("2024-03-31 02:00:00"));
  zone(kNewYork);  // 2024-03-10
  EXPECT_EQ(next("30 2 * * *", "2024-03-10 00:00:00"), at("2024-03-10 07:30:00"));
}

TEST_F(LocalCron, ATimeThatComesTwiceCountsOnce) {
  zone(kBerlin);  // 2024-10-27: after 02:59:59 it is 02:00 again
  EXPECT_EQ(next("30 2 * * *", "2024-10-26 12:00:00"), at("2024-10-27 00:30:00"));
  EXPECT_EQ(next("30 2 * * *", "2024-10-27 00:30:00"), at("2024-10-28 01:30:00"));
}

TEST_F(LocalCron, WhatRunsEachHourRunsInBoth) {
  zone(kBerlin);
  EXPECT_EQ(next("0 * * * *", "2024-10-27 00:00:00"), at("2024-10-27 01:00:00"));
  EXPECT_EQ(next("*/30 * * * *", "2024-10-27 00:30:00"), at("2024-10-27 01:00:00"));
  EXPECT_EQ(next("*/30 * * * *", "2024-10-27 01:00:00"), at("2024-10-27 01:30:00"));
  EXPECT_EQ(next("*/30 * * * *", "2024-10-27 01:30:00"), at("2024-10-27 02:00:00"));
}

}  // namespace
}  // namespace retally::rq
