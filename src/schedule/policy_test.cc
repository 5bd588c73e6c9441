#include "retally/policy.h"

#include <gtest/gtest.h>

#include "retally/error.h"

namespace retally {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr TimePoint kFirst{Millis{1'000'000}};

TEST(Policy, EqualDurationsAreAFixedWindow) {
  const Policy policy{seconds(10), seconds(10)};
  EXPECT_EQ(policy.due(kFirst, kFirst), kFirst + seconds(10));
  EXPECT_EQ(policy.due(kFirst, kFirst + seconds(9)), kFirst + seconds(10));
}

TEST(Policy, AShorterQuietTimeIsADebounceWithACap) {
  const Policy policy{seconds(2), seconds(10)};
  EXPECT_EQ(policy.due(kFirst, kFirst + seconds(3)), kFirst + seconds(5));
  EXPECT_EQ(policy.due(kFirst, kFirst + seconds(9)), kFirst + seconds(10));
}

TEST(RetryPolicy, TheDelayDoublesUpToItsLimit) {
  const RetryPolicy policy{10, seconds(5), seconds(30)};
  EXPECT_EQ(policy.delay(1), seconds(5));
  EXPECT_EQ(policy.delay(2), seconds(10));
  EXPECT_EQ(policy.delay(3), seconds(20));
  EXPECT_EQ(policy.delay(4), seconds(30));
  EXPECT_EQ(policy.delay(1'000'000'000), seconds(30)) << "no overflow, and no long loop";
  EXPECT_EQ((RetryPolicy{10, seconds(0), seconds(30)}.delay(1'000'000'000)), seconds(0));
}

TEST(Policy, RefusesWhatMakesNoSense) {
  EXPECT_NO_THROW(check(Policy{}));
  EXPECT_NO_THROW(check(Policy{seconds(0), days(366)}));
  EXPECT_THROW(check(Policy{seconds(-1), seconds(1)}), Error);
  EXPECT_THROW(check(Policy{seconds(2), seconds(1)}), Error);
  EXPECT_THROW(check(Policy{seconds(2), days(367)}), Error);
}

TEST(RetryPolicy, RefusesWhatMakesNoSense) {
  EXPECT_NO_THROW(check(RetryPolicy{}));
  EXPECT_THROW(check(RetryPolicy{0, seconds(1), seconds(1)}), Error);
  EXPECT_THROW(check(RetryPolicy{1, seconds(-1), seconds(1)}), Error);
  EXPECT_THROW(check(RetryPolicy{1, seconds(2), seconds(1)}), Error);
  EXPECT_THROW(check(RetryPolicy{1, seconds(2), days(367)}), Error);
}

}  // namespace
}  // namespace retally
