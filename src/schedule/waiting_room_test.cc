#include "schedule/waiting_room.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "retally/manual_clock.h"

namespace retally {
namespace {

constexpr Millis kLongest{250};

// A schedule whose next event is set by the test, told as the time left until it.
class WaitingRoomTest : public testing::Test {
 protected:
  std::optional<WaitingRoom::Left> ask() {
    ++asked_;
    return event_.load() - clock_.now();
  }
  bool wait(const std::stop_token& stop = {}) {
    return room_.wait(stop, [this] { return ask(); });
  }

  ManualClock clock_;
  WaitingRoom room_{clock_, kLongest};
  std::atomic<TimePoint> event_ = TimePoint{std::chrono::hours(1)};
  std::atomic<int> asked_ = 0;
};

TEST_F(WaitingRoomTest, ReturnsAtOnceWhenThereIsSomething) {
  event_ = clock_.now();
  EXPECT_TRUE(wait());
  EXPECT_EQ(asked_, 1);
}

TEST_F(WaitingRoomTest, SleepsUntilTheEvent) {
  event_ = TimePoint{Millis(100)};
  std::jthread waiter([&] { EXPECT_TRUE(wait()); });
  clock_.await_waiters(1);
  clock_.advance(Millis(99));
  clock_.await_waiters(1);
  clock_.advance(Millis(1));
}

TEST_F(WaitingRoomTest, AsksAgainForWhatOthersHaveDone) {
  std::jthread waiter([&] { EXPECT_TRUE(wait()); });
  clock_.await_waiters(1);
  event_ = TimePoint{Millis(1)};
  clock_.advance(kLongest);
}

TEST_F(WaitingRoomTest, WakesForWhatThisProcessHasDone) {
  std::jthread waiter([&] { EXPECT_TRUE(wait()); });
  clock_.await_waiters(1);
  event_ = clock_.now();
  room_.expect(Millis(0));
}

TEST_F(WaitingRoomTest, AFartherEventWakesNobody) {
  event_ = TimePoint{Millis(10)};
  std::jthread waiter([&] { EXPECT_TRUE(wait()); });
  clock_.await_waiters(1);
  const int asked = asked_;
  room_.expect(Millis(10));
  EXPECT_EQ(asked_, asked);
  clock_.advance(Millis(10));
}

TEST_F(WaitingRoomTest, AClockThatIsSetBackKeepsNobodyAsleep) {
  std::jthread waiter([&] { EXPECT_TRUE(wait()); });
  clock_.await_waiters(1);
  clock_.set(clock_.now() - std::chrono::minutes(10));
  event_ = clock_.now();
  clock_.advance(kLongest);
}

TEST_F(WaitingRoomTest, OneKeepsTheTimeAndCallsTheNext) {
  std::atomic<int> done = 0;
  std::vector<std::jthread> waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.emplace_back([&] { done += wait() ? 1 : 0; });
  }
  clock_.await_waiters(1);
  event_ = clock_.now();
  room_.expect(Millis(0));
  waiters.clear();
  EXPECT_EQ(done, 4);
}

TEST_F(WaitingRoomTest, EverybodyStops) {
  std::stop_source stop;
  std::atomic<int> stopped = 0;
  std::vector<std::jthread> waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.emplace_back([&] { stopped += wait(stop.get_token()) ? 0 : 1; });
  }
  clock_.await_waiters(1);
  stop.request_stop();
  waiters.clear();
  EXPECT_EQ(stopped, 4);
}

TEST_F(WaitingRoomTest, WhoCannotAskGivesUpTheLead) {
  const auto broken = []() -> std::optional<WaitingRoom::Left> { throw std::runtime_error("away"); };
  EXPECT_THROW(room_.wait({}, broken), std::runtime_error);
  event_ = clock_.now();
  EXPECT_TRUE(wait());
}

}  // namespace
}  // namespace retally
