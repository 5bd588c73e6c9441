#include "report/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace retally {
namespace {

std::string float_text(double value) {
  std::string out;
  append_float(out, value);
  return out;
}

TEST(Text, WritesFloatsAsPythonDoes) {
  EXPECT_EQ(float_text(0), "0.0");
  EXPECT_EQ(float_text(5), "5.0");
  EXPECT_EQ(float_text(-1), "-1.0");
  EXPECT_EQ(float_text(112.5), "112.5");
  EXPECT_EQ(float_text(83'000 / 3'600'000.0), "0.023055555555555555");
  EXPECT_EQ(float_text(54'003 / 3600.0), "15.000833333333333");
  EXPECT_EQ(float_text(1e15), "1000000000000000.0");
  EXPECT_EQ(float_text(-9999999999999998.0), "-9999999999999998.0");
  EXPECT_EQ(float_text(1e16), "1e+16");
  EXPECT_EQ(float_text(1.5e300), "1.5e+300");
  EXPECT_EQ(float_text(0.0001), "0.0001");
  EXPECT_EQ(float_text(1 / 3'600'000.0), "2.7777777777777776e-07");
  EXPECT_EQ(float_text(-1.7976931348623157e308), "-1.7976931348623157e+308");
}

RC_GTEST_PROP(Text, FloatsReadBackAsTheSameNumber, (double value)) {
  RC_PRE(std::isfinite(value));
  const std::string text = float_text(value);
  RC_ASSERT(std::stod(text) == value);
  RC_ASSERT(text.find_first_of(".e") != std::string::npos);
}

RC_GTEST_PROP(Text, DatesAreThoseOfTheCalendar, ()) {
  const auto year = *rc::gen::inRange(0, 10'000);
  const auto month = *rc::gen::inRange(1u, 13u);
  const auto day = *rc::gen::inRange(1u, 29u);
  std::string out;
  append_date(out, std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day));
  char expected[32];
  std::snprintf(expected, sizeof expected, "%04d-%02u-%02u", year, month, day);
  RC_ASSERT(out == expected);
}

std::string time_text(TimePoint time) {
  std::string out;
  append_time(out, time);
  return out;
}

TEST(Text, WritesTheFractionOfASecondOnlyWhereThereIsOne) {
  const TimePoint noon = std::chrono::sys_days(std::chrono::year(2024) / 6 / 12) + std::chrono::hours(12);
  EXPECT_EQ(time_text(noon), "2024-06-12T12:00:00Z");
  EXPECT_EQ(time_text(noon + Millis(61'005)), "2024-06-12T12:01:01.005000Z");
  EXPECT_EQ(time_text(noon - Millis(1)), "2024-06-12T11:59:59.999000Z");
}

}  // namespace
}  // namespace retally
