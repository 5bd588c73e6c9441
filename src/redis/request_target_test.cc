#include "redis/request_target.h"

#include <gtest/gtest.h>

#include "retally/schedule.h"

namespace retally::redis {
namespace {

TEST(RequestTarget, IsTheOneThatTheIdWasMadeFor) {
  for (const std::string target : {"job:11", "job-11", "a%2Db", "%25", "-:-%", "plain"}) {
    EXPECT_EQ(request_target(request_id(target)), target);
  }
}

TEST(RequestTarget, NoOtherIdHasOne) {
  for (const std::string id :
       {"", "job-11", "analytics:calculate-report-", "analytics:calculate-report-job:11",
        "analytics:calculate-report-a%b", "analytics:calculate-report-a%2d"}) {
    EXPECT_EQ(request_target(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace retally::redis
