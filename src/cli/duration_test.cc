#include "cli/duration.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "retally/error.h"

namespace retally {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("15m"), 15min);
  EXPECT_EQ(parse_duration("1h30m"), 90min);
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("2d1ms"), 48h + 1ms);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* text : {"", "15", "m", "-1s", "1.5h", "15 m", "30m1h", "1m1m", "5x", "1M", "15m ",
                           "99999999999999999999s", "3654d", "3653d1ms", "9223372036854775807ms", "+1s"}) {
    EXPECT_THROW(parse_duration(text), Error) << text;
  }
}

TEST(Duration, SaysWhatItWouldTake) {
  try {
    parse_duration("15");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "'15' is not a duration: write it as 90s, 15m, 1h30m or 500ms");
  }
}

RC_GTEST_PROP(Duration, ReadsWhatItWrites, ()) {
  const Millis duration{*rc::gen::inRange<std::int64_t>(0, Millis(std::chrono::days(3000)).count())};
  RC_ASSERT(parse_duration(format_duration(duration)) == duration);
}

}  // namespace
}  // namespace retally
