#include "retally/manual_clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace retally {
namespace {

// Sleeps on the clock until `until`, with a mutex and condition of its own that die with it.
void sleep_until(ManualClock& clock, SteadyTime until) {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  while (clock.steady() < until) {
    clock.wait_until(condition, lock, until);
  }
}

TEST(ManualClock, StandsStillUntilItIsMoved) {
  ManualClock clock(TimePoint{Millis{5}});
  EXPECT_EQ(clock.now(), TimePoint{Millis{5}});
  clock.advance(Millis(7));
  EXPECT_EQ(clock.now(), TimePoint{Millis{12}});
  EXPECT_EQ(clock.recent(), TimePoint{Millis{12}});
  clock.set(TimePoint{Millis{1}});
  EXPECT_EQ(clock.now(), TimePoint{Millis{1}});
}

TEST(ManualClock, APastTimeIsNotWaitedFor) {
  ManualClock clock;
  clock.advance(Millis(5));
  sleep_until(clock, SteadyTime{Millis{5}});
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  clock.wait_until(condition, lock, SteadyTime{Millis{4}});
  EXPECT_TRUE(lock.owns_lock());
}

TEST(ManualClock, WakesWhoWaits) {
  ManualClock clock;
  std::jthread sleeper([&] { sleep_until(clock, SteadyTime{Millis{10}}); });
  clock.await_waiters(1);
  clock.advance(Millis(9));
  clock.await_waiters(1);
  clock.advance(Millis(1));
}

TEST(ManualClock, ANotificationWakesBeforeTheTime) {
  ManualClock clock;
  std::mutex mutex;
  std::condition_variable condition;
  bool notified = false;
  std::jthread sleeper([&] {
    std::unique_lock lock(mutex);
    while (!notified) {
      clock.wait_until(condition, lock, SteadyTime::max());
    }
  });
  clock.await_waiters(1);
  const std::scoped_lock lock(mutex);
  notified = true;
  condition.notify_one();
}

TEST(ManualClock, ASetTimeOfDayIsNoTimeThatPasses) {
  ManualClock clock(TimePoint{Millis{100}});
  const SteadyTime start = clock.steady();
  std::jthread sleeper([&] {
    std::mutex mutex;
    std::condition_variable condition;
    std::unique_lock lock(mutex);
    while (clock.steady() < start + Millis(10)) {
      clock.wait_until(condition, lock, start + Millis(10));
    }
  });
  clock.await_waiters(1);
  clock.set(TimePoint{});
  EXPECT_EQ(clock.steady(), start);
  clock.advance(Millis(10));
  sleeper.join();
  EXPECT_EQ(clock.now(), TimePoint{Millis{10}});
}

// Waiters come and go, with the mutexes that they wait with, while two threads move the clock: none is
// missed, and none is woken that has gone.
TEST(ManualClock, LosesNobodyInTheRush) {
  ManualClock clock;
  std::atomic<int> sleepers = 8;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        sleep_until(clock, clock.steady() + Millis(3));
      }
      --sleepers;
    });
  }
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      while (sleepers > 0) {
        clock.advance(Millis(1));
        std::this_thread::yield();
      }
    });
  }
}

}  // namespace
}  // namespace retally
