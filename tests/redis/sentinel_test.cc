// A primary, a replica and three sentinels; the primary dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "retally/error.h"
#include "retally/redis_schedule.h"
#include "tests/support/patience.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;

std::vector<std::string> on(std::uint16_t port, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"port " + std::to_string(port), "bind 127.0.0.1", "repl-diskless-sync-delay 0"});
  return more;
}

RedisServer sentinel(std::uint16_t port, std::uint16_t primary) {
  return {"--sentinel",
          on(port, {"sentinel monitor main 127.0.0.1 " + std::to_string(primary) + " 2",
                    "sentinel down-after-milliseconds main 500", "sentinel failover-timeout main 3000"})};
}

class Sentinel : public testing::Test {
 protected:
  Sentinel() {
    options_.kind = RedisKind::sentinel;
    options_.addresses = {{.port = 1}};  // one that is away: the next is asked
    for (const std::uint16_t port : ports_) {
      options_.addresses.push_back({.port = port});
    }
    options_.primary = "main";
    wait_until([&] { return replica_.ask({"ROLE"}).text() == "slave" && synchronised(); });
    wait_until([&] { return sentinels_know(); });
  }

  bool synchronised() {
    redis::ReplyReader role = primary_.ask({"ROLE"});
    role.text();
    role.integer();
    return !role.array().done();
  }
  // Of the replica and of each other: before that none would be chosen.
  bool sentinels_know() {
    const auto knows = [](const RedisServer& sentinel) {
      return !sentinel.ask({"SENTINEL", "replicas", "main"}).done() &&
             sentinel.ask({"SENTINEL", "sentinels", "main"}).size() == 2;
    };
    return knows(first_) && knows(second_) && knows(third_);
  }

  const std::uint16_t primary_port_ = free_port();
  const std::uint16_t replica_port_ = free_port();
  const std::array<std::uint16_t, 3> ports_ = {free_port(), free_port(), free_port()};
  RedisServer primary_{on(primary_port_)};
  RedisServer replica_{on(replica_port_, {"replicaof 127.0.0.1 " + std::to_string(primary_port_)})};
  RedisServer first_ = sentinel(ports_[0], primary_port_);
  RedisServer second_ = sentinel(ports_[1], primary_port_);
  RedisServer third_ = sentinel(ports_[2], primary_port_);
  RedisOptions options_;
  SystemClock clock_;
};

TEST_F(Sentinel, TheNewPrimaryIsFoundAgain) {
  const auto schedule =
      make_redis_schedule(options_, {.policy = {Millis(0), Millis(0)}, .retry = {}}, clock_);
  schedule->touch("a");
  wait_until([&] { return replica_.ask({"DBSIZE"}).integer() > 0; });
  const auto before = schedule->claim(1, minutes(1));
  ASSERT_EQ(before.size(), 1U);
  primary_.kill();
  wait_until([&] {
    try {
      schedule->touch("b");
      return true;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
      return false;
    }
  });
  EXPECT_EQ(replica_.ask({"ROLE"}).text(), "master");
  bool ran_b = false;
  for (const retally::Run& run : schedule->claim(10, minutes(1))) {
    EXPECT_GT(run.token, before[0].token);
    ran_b = ran_b || run.target == "b";
    EXPECT_TRUE(schedule->finish(run, Outcome::success()));
  }
  EXPECT_TRUE(ran_b);
}

TEST_F(Sentinel, AReplicaThatIsNamedByItselfIsRefused) {
  RedisOptions replica;
  replica.addresses = {{.port = replica_port_}};
  try {
    make_redis_schedule(replica, {}, clock_);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_THAT(error.what(),
                testing::HasSubstr("is a replica of 127.0.0.1:" + std::to_string(primary_port_)));
  }
}

TEST_F(Sentinel, APrimaryThatNoneOfThemKnowsIsNamed) {
  options_.primary = "other";
  try {
    make_redis_schedule(options_, {}, clock_);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    EXPECT_THAT(error.what(), testing::HasSubstr("does not know 'other'"));
  }
}

}  // namespace
}  // namespace retally
