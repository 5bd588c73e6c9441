// How long a server is left alone that has cut a connection.
#include "redis/connections.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "retally/error.h"
#include "tests/support/redis_server.h"

namespace retally::redis {
namespace {

using Steady = std::chrono::steady_clock;

class ConnectionsTest : public testing::Test {
 protected:
  bool rests() {
    try {
      connections_.borrow(server_.address()).give_back();
      return false;
    } catch (const Error&) {
      return true;
    }
  }
  // Longer than what is no waiting.
  static void let_time_pass() {
    const auto until = Steady::now() + 3 * Connections::kPatience;
    while (Steady::now() < until) {
      std::this_thread::yield();
    }
  }

  RedisServer server_;
  Connections connections_{{}};
};

TEST_F(ConnectionsTest, WhatKeptACallerWaitingRests) {
  {
    const auto broken = connections_.borrow(server_.address());
    let_time_pass();
  }
  EXPECT_TRUE(rests());
}

TEST_F(ConnectionsTest, WhatAnsweredUntilItWasCutDoesNotRest) {
  {
    auto broken = connections_.borrow(server_.address());
    let_time_pass();
    broken.begin_wait();
  }
  EXPECT_FALSE(rests());
}

TEST_F(ConnectionsTest, WhatWasClosedWhileItWasIdleIsNotBorrowed) {
  connections_.borrow(server_.address()).give_back();
  server_.kill();
  server_.start();
  auto connection = connections_.borrow(server_.address());
  EXPECT_NO_THROW(connection->ask(std::vector<std::string>{"PING"}));
  connection.give_back();
}

}  // namespace
}  // namespace retally::redis
