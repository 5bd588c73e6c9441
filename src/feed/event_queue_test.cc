#include "feed/event_queue.h"

#include <gtest/gtest.h>

#include <future>

namespace retally {
namespace {

constexpr auto kForEver = EventQueue::Time::max();

std::vector<FeedEvent> numbered(std::size_t count) {
  std::vector<FeedEvent> events(count, {.kind = FeedKind::pending});
  for (std::size_t i = 0; i < count; ++i) events[i].target = std::to_string(i);
  return events;
}

TEST(EventQueueTest, GivesWhatItTookInItsOrder) {
  EventQueue queue;
  const auto events = numbered(3);
  queue.push(std::span(events).first(1));
  queue.push(std::span(events).subspan(1));
  EXPECT_EQ(queue.take({}, kForEver), events);
  EXPECT_EQ(queue.dropped(), 0U);
}

TEST(EventQueueTest, DropsWhatFindsNoRoomAndSaysSoAtTheEnd) {
  EventQueue queue;
  const auto events = numbered(EventQueue::kMax + 10);
  queue.push(std::span(events).first(EventQueue::kMax - 5));
  queue.push(std::span(events).subspan(EventQueue::kMax - 5));
  const auto taken = queue.take({}, kForEver);
  ASSERT_EQ(taken.size(), EventQueue::kMax + 1);
  EXPECT_EQ(taken[EventQueue::kMax - 1], events[EventQueue::kMax - 1]);
  EXPECT_EQ(taken.back().kind, FeedKind::reload);
  EXPECT_EQ(queue.dropped(), 10U);

  queue.push(std::span(events).first(1));
  EXPECT_EQ(queue.take({}, kForEver), numbered(1)) << "that was said, and there is room again";
}

TEST(EventQueueTest, SaysThatSomethingWasMissed) {
  EventQueue queue;
  queue.lose(numbered(7));
  const auto reload = queue.take({}, kForEver);
  EXPECT_EQ(reload, std::vector<FeedEvent>(1));
  EXPECT_EQ(queue.dropped(), 7U);
  queue.lose(reload);
  EXPECT_EQ(queue.take({}, kForEver), reload);
  EXPECT_EQ(queue.dropped(), 7U) << "that is no event of anybody";
  queue.gap();
  EXPECT_EQ(queue.take({}, kForEver), reload);
}

TEST(EventQueueTest, EndsAWaitWhenItIsAskedTo) {
  EventQueue queue;
  const auto take = [&](const std::stop_token& stop, EventQueue::Time until) {
    return std::async(std::launch::async, [&queue, stop, until] { return queue.take(stop, until); });
  };
  auto woken = take({}, kForEver);
  queue.wake();
  EXPECT_TRUE(woken.get().empty());
  std::stop_source source;
  auto stopped = take(source.get_token(), kForEver);
  source.request_stop();
  EXPECT_TRUE(stopped.get().empty());
  EXPECT_TRUE(take({}, EventQueue::Time{}).get().empty()) << "its time has come";
  auto given = take({}, kForEver);
  queue.push(numbered(1));
  EXPECT_EQ(given.get(), numbered(1));
}

}  // namespace
}  // namespace retally
