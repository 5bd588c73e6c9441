// examples/touch.py, as somebody calls it who has nothing but Python and the address of the server.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "retally/redis_schedule.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

TEST(RedisExample, TouchesWhatAWorkerThenFinds) {
  const RedisServer server;
  SystemClock clock;
  const auto schedule = make_redis_schedule(server.options(), {}, clock);
  schedule->touch("task:12");

  const std::string command = std::string(RETALLY_PYTHON) + " -B " + RETALLY_SOURCE_DIR +
                              "/examples/touch.py unix://" + server.address().socket +
                              " default project:7 project:7 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string output;
  std::array<char, 1024> buffer{};
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) {
    output += buffer.data();
  }
  EXPECT_EQ(pclose(pipe), 0);
  EXPECT_EQ(output,
            "project:7 scheduled due in 900000 ms\n"
            "project:7 merged due in 900000 ms\n");
  EXPECT_EQ(schedule->stats().pending, 2U);
  EXPECT_EQ(schedule->list(ListState::pending, 1, 1).entries.at(0).touches, 2U);
}

}  // namespace
}  // namespace retally
