// What only a feed between processes can get wrong. Each feed here is that of a process of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/observed_schedule.h"
#include "retally/redis_schedule.h"
#include "tests/feed/heard.h"
#include "tests/support/patience.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;

class RedisFeedTest : public testing::Test {
 protected:
  std::unique_ptr<Feed> feed(const std::string& queue = "default") const {
    return make_redis_feed(server_.options(queue));
  }

  RedisServer server_;
  std::unique_ptr<Feed> one_ = feed();
  std::unique_ptr<Feed> other_ = feed();
};

TEST_F(RedisFeedTest, WhatHappensOnOneNodeIsHeardOnTheOther) {
  Heard heard(*one_);
  wait_until([&] { return other_->wanted(); });
  publish(*other_, renewed("there"));
  EXPECT_TRUE(heard.wait_for(renewed("there")));
  publish(*one_, renewed("here"));
  EXPECT_TRUE(heard.wait_for(renewed("here")));
  EXPECT_THAT(heard.events(), ElementsAre(renewed("there"), renewed("here"))) << "each once";
}

TEST_F(RedisFeedTest, EachNodeHearsBoth) {
  Heard on_one(*one_);
  Heard on_other(*other_);
  ASSERT_TRUE(on_one.wait_for_reloads(1));
  ASSERT_TRUE(on_other.wait_for_reloads(1));
  publish(*one_, renewed("a"));
  publish(*other_, renewed("b"));
  for (Heard* const heard : {&on_one, &on_other}) {
    EXPECT_TRUE(heard->wait_for(renewed("a")));
    EXPECT_TRUE(heard->wait_for(renewed("b")));
    EXPECT_EQ(heard->events().size(), 2U);
  }
}

// The other could not know before that somebody listens.
TEST_F(RedisFeedTest, ANodeThatBeginsToPublishSaysThatSomethingMayHaveBeenMissed) {
  other_.reset();
  Heard heard(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  // What has been told by now is of the beginning; two reloads that wait together may be told as one.
  publish(*one_, renewed("before"));
  ASSERT_TRUE(heard.wait_for(renewed("before")));
  const std::size_t reloads = heard.reloads();
  other_ = feed();
  wait_until([&] { return other_->wanted(); });
  publish(*other_, renewed("a"));
  ASSERT_TRUE(heard.wait_for(renewed("a")));
  EXPECT_GT(heard.reloads(), reloads);
  EXPECT_EQ(heard.events().size(), 2U);
}

TEST_F(RedisFeedTest, GoesOnWhenTheServerHasRestarted) {
  Heard heard(*one_);
  wait_until([&] { return other_->wanted(); });
  publish(*other_, renewed("before"));
  ASSERT_TRUE(heard.wait_for(renewed("before")));
  const std::size_t reloads = heard.reloads();
  server_.kill();
  server_.start();
  ASSERT_TRUE(heard.wait_for_reloads(reloads + 1));
  // The first may find the connection broken; then a reload tells of it.
  wait_until([&] {
    publish(*other_, renewed("after"));
    return heard.events().back() == renewed("after");
  });
}

TEST_F(RedisFeedTest, GoesOnWhenItsConnectionsAreCut) {
  Heard heard(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  publish(*one_, renewed("before"));
  ASSERT_TRUE(heard.wait_for(renewed("before")));
  const std::size_t reloads = heard.reloads();
  server_.ask({"CLIENT", "KILL", "TYPE", "pubsub"});
  server_.ask({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
  ASSERT_TRUE(heard.wait_for_reloads(reloads + 1));
  wait_until([&] {
    publish(*one_, renewed("after"));
    return heard.events().back() == renewed("after");
  });
}

TEST_F(RedisFeedTest, WaitsForAServerThatIsAway) {
  server_.kill();
  const auto early = feed();
  Heard heard(*early);
  publish(*early, renewed("told nobody"));
  server_.start();
  ASSERT_TRUE(heard.wait_for_reloads(1));
  wait_until([&] {
    publish(*early, renewed("a"));
    const auto events = heard.events();
    return !events.empty() && events.back() == renewed("a");
  });
}

TEST_F(RedisFeedTest, WhatCouldNotBeToldIsCounted) {
  Heard heard(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  server_.kill();
  publish(*one_, renewed("a"));
  wait_until([&] { return one_->dropped() == 1; });
}

TEST_F(RedisFeedTest, IsThatOfItsQueue) {
  const auto elsewhere = feed("elsewhere");
  Heard heard(*elsewhere);
  Heard here(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  ASSERT_TRUE(here.wait_for_reloads(1));
  publish(*one_, renewed("here"));
  ASSERT_TRUE(here.wait_for(renewed("here")));
  publish(*elsewhere, renewed("there"));
  ASSERT_TRUE(heard.wait_for(renewed("there")));
  EXPECT_THAT(heard.events(), ElementsAre(renewed("there")));
}

// As docs/redis.md describes it, for programs in other languages.
TEST_F(RedisFeedTest, OtherProgramsCanPublish) {
  Heard heard(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  server_.ask({"PUBLISH", "retally:{default:0}:feed",
               R"([{"kind":"renewed","target":"project:7","at":1718193600000}])"});
  EXPECT_TRUE(heard.wait_for(renewed("project:7")));
  const std::size_t reloads = heard.reloads();
  server_.ask({"PUBLISH", "retally:{default:0}:feed", "what is this?"});
  EXPECT_TRUE(heard.wait_for_reloads(reloads + 1));
}

TEST_F(RedisFeedTest, OtherProgramsCanListen) {
  EXPECT_FALSE(one_->wanted());
  // Until it has subscribed itself, it hears nobody who says so.
  wait_until([&] {
    server_.ask({"PUBLISH", "retally:{default:0}:feed:audience", ""});
    return one_->wanted();
  });
}

TEST_F(RedisFeedTest, ANodeThatStartsLaterIsToldThatSomebodyListens) {
  Heard heard(*one_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  publish(*one_, renewed("a"));
  ASSERT_TRUE(heard.wait_for(renewed("a")));
  const auto late = feed();
  wait_until([&] { return late->wanted(); });
  publish(*late, renewed("b"));
  EXPECT_TRUE(heard.wait_for(renewed("b")));
}

TEST_F(RedisFeedTest, TellsOfARunOnAnotherNode) {
  const SystemClock system;
  SystemClock clock;
  const ScheduleOptions at_once{.policy = {Millis(0), Millis(0)}, .retry = {}};
  const auto schedule = make_redis_schedule(server_.options(), at_once, clock);
  ObservedSchedule observed(*schedule, *other_, system);
  Heard heard(*one_);
  wait_until([&] { return other_->wanted(); });
  observed.touch("project:7");
  const auto runs = observed.claim(1, minutes(1));
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_TRUE(observed.finish(runs.front(), Outcome::success()));
  ASSERT_TRUE(heard.wait_for_events(3));
  std::vector<FeedKind> kinds;
  for (const FeedEvent& event : heard.events()) kinds.push_back(event.kind);
  EXPECT_THAT(kinds, ElementsAre(FeedKind::pending, FeedKind::running, FeedKind::renewed));
}

// It takes connections, and answers nothing: not even who says who he is.
TEST(RedisFeedOnAServer, EndsThoughThatStandsStill) {
  RedisServer server({"requirepass secret"});
  server.pause();
  RedisOptions options = server.options();
  options.login.password = "secret";
  options.command_timeout = Millis(100);
  const auto feed = make_redis_feed(options);
  const Heard heard(*feed);
  publish(*feed, renewed("a"));
  wait_until([&] { return feed->dropped() == 1; });
}

TEST(RedisFeedOnACluster, IsHeardOnEveryNode) {
  const RedisCluster cluster;
  const auto one = make_redis_feed(cluster.options());
  const auto other = make_redis_feed(cluster.options());
  Heard heard(*one);
  wait_until([&] { return other->wanted(); });
  publish(*other, renewed("a"));
  EXPECT_TRUE(heard.wait_for(renewed("a")));
}

}  // namespace
}  // namespace retally
