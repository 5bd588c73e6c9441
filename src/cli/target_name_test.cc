#include "cli/target_name.h"

#include <gtest/gtest.h>

#include "retally/error.h"

namespace retally {
namespace {

TEST(TargetName, ANumberIsAProject) {
  EXPECT_EQ(target_name("7"), "project:7");
  EXPECT_EQ(target_name("task:7"), "task:7");
}

TEST(TargetName, RefusesWhatIsNone) {
  for (const char* text :
       {"", "0", "project", "project:", "project:x", "projects:7", "-7", "99999999999999999999"})
    EXPECT_THROW(target_name(text), Error) << text;
}

}  // namespace
}  // namespace retally
