#include "cli/relative_time.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

using namespace std::chrono_literals;

TEST(RelativeTime, TellsHowLong) {
  const TimePoint now(Millis(1'718'010'000'000));
  EXPECT_EQ(relative_time(now, now), "now");
  EXPECT_EQ(relative_time(now + 999ms, now), "now");
  EXPECT_EQ(relative_time(now + 1999ms, now), "in 1 s");
  EXPECT_EQ(relative_time(now - 119s, now), "119 s ago");
  EXPECT_EQ(relative_time(now + 15min, now), "in 15 min");
  EXPECT_EQ(relative_time(now - 47h, now), "47 h ago");
  EXPECT_EQ(relative_time(now - 48h, now), "2 days ago");
}

}  // namespace
}  // namespace retally
