#include "redis/combiner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

namespace retally::redis {
namespace {

using Numbers = std::vector<int>;

TEST(Combiner, AsksAtOnceForWhoIsAlone) {
  std::vector<Numbers> asked;
  Combiner<int, int> combiner(10, [&](const Numbers& numbers) {
    asked.push_back(numbers);
    return Numbers(numbers.size(), 7);
  });
  EXPECT_EQ(combiner.ask(1), 7);
  EXPECT_EQ(combiner.ask(2), 7);
  EXPECT_EQ(asked, (std::vector<Numbers>{{1}, {2}}));
}

TEST(Combiner, EverybodyGetsTheAnswerToItsOwnQuestion) {
  std::atomic<int> at_once = 0;
  std::atomic<bool> overlaps = false;
  Combiner<int, int> combiner(5, [&](const Numbers& numbers) {
    overlaps = overlaps || at_once++ != 0 || numbers.size() > 5;
    Numbers answers;
    for (const int number : numbers) {
      answers.push_back(2 * number);
    }
    --at_once;
    return answers;
  });
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 1'000; ++i) {
        EXPECT_EQ(combiner.ask(thread * 1'000 + i), 2 * (thread * 1'000 + i));
      }
    });
  }
  threads.clear();
  EXPECT_FALSE(overlaps);
}

// The first question is held until three more wait: they are asked together, in their order.
TEST(Combiner, WhoComesMeanwhileIsAskedForTogether) {
  std::latch under_way(1);
  std::latch go_on(1);
  std::atomic<int> calls = 0;
  std::atomic<std::size_t> together = 0;
  Combiner<int, int> combiner(10, [&](const Numbers& numbers) {
    if (++calls == 1) {
      under_way.count_down();
      go_on.wait();
    }
    together = std::max(together.load(), numbers.size());
    return numbers;
  });
  std::vector<std::jthread> threads;
  threads.emplace_back([&] { combiner.ask(1); });
  under_way.wait();
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] { combiner.ask(2); });
  }
  while (combiner.waiting() < 3) {
    std::this_thread::yield();
  }
  go_on.count_down();
  threads.clear();
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(together, 3U);
}

TEST(Combiner, WhatItThrowsEndsNothing) {
  bool broken = true;
  Combiner<int, int> combiner(
      10, [&](const Numbers& numbers) { return broken ? throw std::runtime_error("away") : numbers; });
  EXPECT_THROW(combiner.ask(1), std::runtime_error);
  broken = false;
  EXPECT_EQ(combiner.ask(1), 1);
}

}  // namespace
}  // namespace retally::redis
