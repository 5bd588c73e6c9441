// A listener keeps at it, whatever its server does.
#include "redis/listener.h"

#include <gtest/gtest.h>

#include <atomic>

#include "retally/error.h"
#include "tests/support/patience.h"
#include "tests/support/redis_server.h"

namespace retally::redis {
namespace {

TEST(Listener, BeginsAnewWhenItIsToldTo) {
  const RedisServer server;
  std::atomic<int> begun = 0;
  Listener listener([&] { return std::make_unique<Connection>(server.address(), Session{}); },
                    [&](Connection& connection, const std::stop_token& stop) {
                      connection.ask(std::vector<std::string>{"SUBSCRIBE", "news"});
                      ++begun;
                      while (!stop.stop_requested()) connection.receive();
                    });
  wait_until([&] { return begun == 1; });
  listener.restart();
  wait_until([&] { return begun == 2; });
  server.ask({"CLIENT", "KILL", "TYPE", "pubsub"});
  wait_until([&] { return begun == 3; });
}

TEST(Listener, LeavesAServerAloneThatIsAway) {
  std::atomic<int> connects = 0;
  Listener listener(
      [&]() -> std::unique_ptr<Connection> {
        ++connects;
        throw Error(ErrorKind::unavailable, "it is away");
      },
      [](Connection&, const std::stop_token&) {});
  wait_until([&] { return connects >= 1; });
  listener.restart();
  wait_until([&] { return connects >= 3; });
  EXPECT_LT(connects, 100) << "one pause is skipped, and not all that follow";
}

}  // namespace
}  // namespace retally::redis
