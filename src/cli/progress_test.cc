#include "cli/progress.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

using Seconds = std::chrono::duration<double>;

TEST(Progress, GroupsDigits) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
}

TEST(Progress, ShowsHowFarAndHowLong) {
  EXPECT_EQ(progress_line({"events.csv", 50'000'000, 200'000'000, 824'600, Seconds(2)}, 120),
            "events.csv   25 % ━━━━━━────────────────── 50/200 MB  412,000 events/s  0:06 left");
}

TEST(Progress, CountsTheRowsOfAMove) {
  EXPECT_EQ(
      progress_line({"event", 500'000, 2'000'000, 500'000, Seconds(2), ProgressState::Measure::rows}, 120),
      "event   25 % ━━━━━━────────────────── 500,000/2,000,000 rows  250,000 rows/s  0:06 left");
}

TEST(Progress, APipeHasNoEnd) {
  EXPECT_EQ(progress_line({"stdin", 0, 0, 824'600, Seconds(2)}, 120),
            "stdin  824,600 events  412,000 events/s");
}

TEST(Progress, NeverMakesUpANumberInTheFirstMoment) {
  EXPECT_EQ(progress_line({"a", 0, 2'000'000, 0, Seconds(0)}, 120),
            "a    0 % ──────────────────────── 0/2 MB");
}

TEST(Progress, FitsTheTerminalAndCutsNoCharacter) {
  EXPECT_EQ(progress_line({"a", 1'000'000, 1'000'000, 1, Seconds(1)}, 12), "a  100 % ━━…");
}

// A file that grows while it is read is longer than was thought.
TEST(Progress, NeverShowsMoreThanAll) {
  EXPECT_EQ(progress_line({"a", 3'000'000, 2'000'000, 1, Seconds(0.01)}, 40).substr(0, 8), "a  100 %");
}

}  // namespace
}  // namespace retally
