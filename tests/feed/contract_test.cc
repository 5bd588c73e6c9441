// What every feed promises.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <thread>

#include "tests/feed/heard.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

// An implementation, and what it needs.
struct World {
  std::unique_ptr<RedisServer> server;
  std::unique_ptr<Feed> feed;
};

struct WorldKind {
  std::string name;
  std::function<World()> make;

  friend void PrintTo(const WorldKind& kind, std::ostream* out) { *out << kind.name; }
};

World memory_world() {
  return {nullptr, make_memory_feed()};
}

World redis_world() {
  auto server = std::make_unique<RedisServer>();
  auto feed = make_redis_feed(server->options());
  return {std::move(server), std::move(feed)};
}

class FeedContract : public testing::TestWithParam<WorldKind> {
 protected:
  World world_ = GetParam().make();
  Feed& feed_ = *world_.feed;
};

TEST_P(FeedContract, IsWantedWhenSomebodyListens) {
  EXPECT_FALSE(feed_.wanted());
  publish(feed_, renewed("a"));
  Heard heard(feed_);
  EXPECT_TRUE(feed_.wanted());
  EXPECT_EQ(feed_.dropped(), 0U) << "nobody wanted it, so it was not dropped";
}

TEST_P(FeedContract, TellsToLookFirstAndThenEverythingInItsOrderOnce) {
  Heard heard(feed_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  EXPECT_TRUE(heard.events().empty());
  Heard::Events published;
  for (int i = 0; i < 2'000; ++i) published.push_back(renewed(std::to_string(i)));
  feed_.publish(std::span(published).first(1'500));
  for (int i = 1'500; i < 2'000; ++i) publish(feed_, published[static_cast<std::size_t>(i)]);
  publish(feed_, renewed("end"));
  published.push_back(renewed("end"));
  ASSERT_TRUE(heard.wait_for(renewed("end")));
  EXPECT_EQ(heard.events(), published);
  EXPECT_EQ(feed_.dropped(), 0U);
}

TEST_P(FeedContract, TellsAllThatAnEventSays) {
  Heard heard(feed_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  const FeedEvent full{.kind = FeedKind::running,
                       .target = "project:7",
                       .at = TimePoint(Millis(1'718'193'600'123)),
                       .due = TimePoint(Millis(1'718'193'600'000)),
                       .run = RunKind::request,
                       .user = "änna",
                       .attempt = 2,
                       .touches = 3,
                       .error = "the disk\nis full"};
  publish(feed_, full);
  EXPECT_TRUE(heard.wait_for(full));
}

TEST_P(FeedContract, TellsEveryListener) {
  Heard first(feed_);
  Heard second(feed_);
  ASSERT_TRUE(first.wait_for_reloads(1));
  ASSERT_TRUE(second.wait_for_reloads(1));
  publish(feed_, renewed("a"));
  EXPECT_TRUE(first.wait_for_events(1));
  EXPECT_TRUE(second.wait_for_events(1));
}

TEST_P(FeedContract, TellsNothingToWhoHasLeft) {
  Heard stays(feed_);
  ASSERT_TRUE(stays.wait_for_reloads(1));
  bool left = false;
  Subscription leaves = feed_.subscribe([&](auto /*events*/) { EXPECT_FALSE(left); });
  leaves = Subscription();
  left = true;
  publish(feed_, renewed("a"));
  EXPECT_TRUE(stays.wait_for_events(1));
}

TEST_P(FeedContract, TellsWhoComesBack) {
  for (int round = 0; round < 3; ++round) {
    Heard heard(feed_);
    ASSERT_TRUE(heard.wait_for_reloads(1));
    publish(feed_, renewed(std::to_string(round)));
    ASSERT_TRUE(heard.wait_for(renewed(std::to_string(round))));
  }
}

TEST_P(FeedContract, KeepsTheOrderOfEachOfManyPublishers) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 1'000;
  Heard heard(feed_);
  ASSERT_TRUE(heard.wait_for_reloads(1));
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::size_t i = 0; i < kEach; ++i) {
          FeedEvent event = renewed(std::to_string(thread));
          event.touches = i;
          publish(feed_, event);
        }
      });
    }
  }
  ASSERT_TRUE(heard.wait_for_events(kThreads * kEach));
  std::map<std::string, std::uint64_t> next;
  for (const FeedEvent& event : heard.events()) EXPECT_EQ(event.touches, next[event.target]++);
}

INSTANTIATE_TEST_SUITE_P(All, FeedContract,
                         testing::Values(WorldKind{"memory", memory_world}, WorldKind{"redis", redis_world}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace retally
