// Many processes touch one target at the same instant.
#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "retally/redis_schedule.h"
#include "tests/support/child.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

constexpr std::size_t kProcesses = 16;
constexpr std::size_t kRounds = 200;

struct Meeting {
  pthread_barrier_t at_once;
  std::array<std::atomic<int>, kRounds> scheduled;
  std::array<std::atomic<int>, kRounds> merged;
};

void touch_in_every_round(const RedisServer& server, Meeting& meeting) {
  SystemClock clock;
  const auto schedule = make_redis_schedule(server.options(), {}, clock);
  for (std::size_t round = 0; round < kRounds; ++round) {
    pthread_barrier_wait(&meeting.at_once);
    const Touched touched = schedule->touch(std::to_string(round));
    ++(touched.result == TouchResult::scheduled ? meeting.scheduled : meeting.merged).at(round);
  }
}

TEST(Processes, WhoTouchesAFreshTargetAtOnceMakesOnePending) {
  const RedisServer server;
  const SharedMemory memory(sizeof(Meeting));
  auto& meeting = *new (memory.get()) Meeting();
  pthread_barrierattr_t shared{};
  pthread_barrierattr_init(&shared);
  pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
  pthread_barrier_init(&meeting.at_once, &shared, kProcesses);

  std::vector<std::unique_ptr<Child>> processes;
  for (std::size_t i = 0; i < kProcesses; ++i) {
    processes.push_back(std::make_unique<Child>([&] { touch_in_every_round(server, meeting); }));
  }
  for (const auto& process : processes) {
    EXPECT_TRUE(process->wait());
  }
  for (std::size_t round = 0; round < kRounds; ++round) {
    EXPECT_EQ(meeting.scheduled.at(round), 1);
    EXPECT_EQ(meeting.merged.at(round), static_cast<int>(kProcesses) - 1);
  }
  SystemClock clock;
  EXPECT_EQ(make_redis_schedule(server.options(), {}, clock)->stats().pending, kRounds);
}

}  // namespace
}  // namespace retally
