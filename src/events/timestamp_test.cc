#include "events/timestamp.h"
#include <gtest/gtest.h>
TEST(Timestamp, X) {
  EXPECT_EQ(retally::parse_timestamp("1718010090.12"), 1718010090120);
}
