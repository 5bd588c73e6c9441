// A queue in shards on a Redis Cluster of six processes; slots move, and a primary dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "redis/slot.h"
#include "retally/error.h"
#include "retally/redis_schedule.h"
#include "tests/support/patience.h"
#include "tests/support/redis_cluster.h"

namespace retally {
namespace {

using std::chrono::minutes;

const ScheduleOptions kAtOnce{.policy = {Millis(0), Millis(0)}, .retry = {}};

std::vector<std::string> names(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    names.push_back("project:" + std::to_string(i));
  }
  return names;
}

// Runs all that is due, until as many targets have run as are wanted.
std::set<std::string> run_all(Schedule& schedule, std::size_t wanted) {
  std::set<std::string> ran;
  wait_until([&] {
    try {
      for (const Run& run : schedule.claim(1000, minutes(1))) {
        EXPECT_TRUE(schedule.finish(run, Outcome::success()));
        ran.insert(run.target);
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
    }
    return ran.size() >= wanted;
  });
  return ran;
}

class Cluster : public testing::Test {
 protected:
  int slot_of_shard(int shard) const {
    return redis::crc16("default:" + std::to_string(shard)) % redis::kSlots;
  }

  RedisCluster cluster_;
  SystemClock clock_;
};

TEST_F(Cluster, SpreadsAQueueOverItsNodes) {
  const auto schedule = make_redis_schedule(cluster_.options(), kAtOnce, clock_);
  schedule->touch(names(1'000));
  EXPECT_EQ(schedule->stats().pending, 1'000U);
  std::set<std::size_t> primaries;
  for (int shard = 0; shard < 16; ++shard) {
    primaries.insert(cluster_.primary_of(slot_of_shard(shard)));
  }
  EXPECT_EQ(primaries.size(), 3U);
  for (const std::size_t node : primaries) {
    EXPECT_GT(cluster_.node(node).ask({"DBSIZE"}).integer(), 0);
  }
  EXPECT_EQ(run_all(*schedule, 1'000).size(), 1'000U);
}

TEST_F(Cluster, FollowsASlotThatMoves) {
  RedisOptions options = cluster_.options();
  options.shards = 1;
  const auto schedule = make_redis_schedule(options, kAtOnce, clock_);
  schedule->touch("before");
  const int slot = slot_of_shard(0);
  const std::size_t from = cluster_.primary_of(slot);
  const std::size_t to = cluster_.primary_of((slot + redis::kSlots / 2) % redis::kSlots);
  ASSERT_NE(from, to);
  const std::string number = std::to_string(slot);
  const auto id = [&](std::size_t node) { return cluster_.node(node).ask({"CLUSTER", "MYID"}).text(); };
  const std::string from_id = id(from);
  const std::string to_id = id(to);
  cluster_.node(to).ask({"CLUSTER", "SETSLOT", number, "IMPORTING", from_id});
  cluster_.node(from).ask({"CLUSTER", "SETSLOT", number, "MIGRATING", to_id});
  std::vector<std::string> migrate = {"MIGRATE", "127.0.0.1", std::to_string(cluster_.port(to)), "", "0",
                                      "5000",    "KEYS"};
  for (redis::ReplyReader keys = cluster_.node(from).ask({"CLUSTER", "GETKEYSINSLOT", number, "100"});
       !keys.done();) {
    migrate.push_back(keys.text());
  }
  ASSERT_GT(migrate.size(), 7U);
  cluster_.node(from).ask(migrate);
  // A node says TRYAGAIN for as long as a slot moves of which it lacks a key, and these scripts name keys
  // that need not be.
  EXPECT_THROW(schedule->touch("between"), Error);
  for (const std::size_t node : {to, from}) {
    cluster_.node(node).ask({"CLUSTER", "SETSLOT", number, "NODE", to_id});
  }
  EXPECT_EQ(schedule->touch("between").result, TouchResult::scheduled);
  EXPECT_EQ(schedule->touch("after").result, TouchResult::scheduled);
  EXPECT_THAT(run_all(*schedule, 3), testing::ElementsAre("after", "before", "between"));
}

TEST_F(Cluster, GoesOnWithAReplicaWhenAPrimaryDies) {
  const auto schedule = make_redis_schedule(cluster_.options(), kAtOnce, clock_);
  const std::vector<std::string> targets = names(200);
  schedule->touch(targets);
  cluster_.node(cluster_.primary_of(slot_of_shard(0))).kill();
  const auto other = schedule->claim(1, minutes(1));
  ASSERT_THAT(other, testing::SizeIs(1)) << "the other nodes go on";
  EXPECT_TRUE(schedule->finish(other[0], Outcome::success()));
  // As reconciliation would: what may have been lost is touched again.
  wait_until([&] {
    try {
      schedule->touch(targets);
      return true;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
      return false;
    }
  });
  EXPECT_EQ(run_all(*schedule, 200).size(), 200U);
}

}  // namespace
}  // namespace retally
