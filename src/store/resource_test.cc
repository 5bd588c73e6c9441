#include "store/resource.h"

#include <gtest/gtest.h>

#include "store/change_set.h"

namespace retally {

TEST(Resource, TargetsAndBack) {
  for (const ResourceId id : {ResourceId{ResourceKind::job, 1}, ResourceId{ResourceKind::task, 42},
                              ResourceId{ResourceKind::project, INT64_MAX}}) {
    EXPECT_EQ(resource_of(target_of(id)), id);
  }
  EXPECT_EQ(target_of({ResourceKind::project, 7}), "project:7");
}

TEST(Resource, WhatIsNoResourceIsNone) {
  for (const char* target : {"", "project", "project:", ":7", "project:0", "project:-7", "project:07",
                             "project:+7", "project:7 ", "project: 7", "Project:7", "projects:7",
                             "project:7:8", "project:7x", "project:9223372036854775808", "thumbnail:7"}) {
    EXPECT_EQ(resource_of(target), std::nullopt) << target;
  }
}

TEST(Resource, DatedTakesTheLaterAndOfTwoTheGreater) {
  Dated<int> value;
  EXPECT_FALSE(value.known());
  EXPECT_TRUE(value.merge({5, 10}));
  EXPECT_FALSE(value.merge({9, 9}));
  EXPECT_FALSE(value.merge({4, 10}));
  EXPECT_TRUE(value.merge({6, 10}));
  EXPECT_TRUE(value.merge({1, 11}));
  EXPECT_EQ(value.value, 1);
}

}  // namespace retally
