#include "redis/slot.h"

#include <gtest/gtest.h>

namespace retally::redis {
namespace {

TEST(Slot, IsThatOfRedisCluster) {
  EXPECT_EQ(crc16("123456789"), 0x31C3);
  EXPECT_EQ(crc16(""), 0);
  EXPECT_EQ(crc16("foo") % kSlots, 12'182);  // CLUSTER KEYSLOT foo
}

}  // namespace
}  // namespace retally::redis
