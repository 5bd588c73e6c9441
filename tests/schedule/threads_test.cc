// The rule under many threads: at most one pending, no change lost, one run at a time, never early.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "retally/toucher.h"
#include "subject.h"

namespace retally {
namespace {

using std::chrono::minutes;

constexpr int kThreads = 16;

template <typename Work>
void in_threads(int count, Work work) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back(work, i);
  }
}

// Claims and runs whatever is due until it is stopped.
void work_on(Schedule& schedule, const std::stop_token& stop, const std::function<void(const Run&)>& run) {
  while (schedule.wait(stop)) {
    for (const Run& claimed : schedule.claim(8, minutes(10))) {
      run(claimed);
      EXPECT_TRUE(schedule.finish(claimed, Outcome::success()));
    }
  }
}

bool is_idle(const Stats& stats) {
  return stats.pending == 0 && stats.running == 0;
}

class Threads : public testing::TestWithParam<SubjectKind> {};

TEST_P(Threads, AHundredThousandTouchesMakeOnePending) {
  const auto subject = GetParam().make({});
  constexpr int kEach = 100'000 / kThreads;
  std::atomic<int> scheduled = 0;
  in_threads(kThreads, [&](int) {
    for (int i = 0; i < kEach; ++i) {
      scheduled += subject->schedule().touch("project:7").result == TouchResult::scheduled ? 1 : 0;
    }
  });
  EXPECT_EQ(scheduled, 1);
  EXPECT_EQ(subject->schedule().stats().pending, 1U);

  subject->advance(minutes(15));
  const auto runs = subject->schedule().claim(10, minutes(1));
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].touches, 100'000U);

  scheduled = 0;
  in_threads(kThreads, [&](int) {
    scheduled += subject->schedule().touch("project:7").result == TouchResult::scheduled ? 1 : 0;
  });
  EXPECT_EQ(scheduled, 1) << "one more run, for the touches during this one";
  subject->schedule().finish(runs[0], Outcome::success());
  subject->advance(minutes(15));
  EXPECT_EQ(subject->schedule().claim(10, minutes(1)).size(), 1U);
}

TEST_P(Threads, TenThousandDueAtOnceRunOnceEach) {
  constexpr std::size_t kTargets = 10'000;
  const auto subject = GetParam().make({});
  std::vector<std::string> targets;
  for (std::size_t i = 0; i < kTargets; ++i) {
    targets.push_back(std::to_string(i));
  }
  subject->schedule().touch(targets);

  std::vector<std::atomic<int>> runs(kTargets);
  std::atomic<std::size_t> done = 0;
  std::stop_source stop;
  std::jthread time([&] { subject->advance(minutes(15)); });
  in_threads(8, [&](int) {
    work_on(subject->schedule(), stop.get_token(), [&](const auto& run) {
      ++runs[std::stoul(run.target)];
      if (++done == kTargets) {
        stop.request_stop();
      }
    });
  });
  EXPECT_TRUE(std::ranges::all_of(runs, [](const auto& count) { return count == 1; }));
  EXPECT_TRUE(is_idle(subject->schedule().stats()));
}

// A world in which targets change and their updates note which change they have seen, as a report does.
class World {
 public:
  World(const SubjectKind& kind, const Policy& policy)
      : subject_(kind.make({.policy = policy, .retry = {}})) {}

  // Changes targets from some threads, through `touch`, while others run updates; every change moves the
  // clock.
  void run(const std::function<void(const std::string&)>& touch) {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 3; ++i) {
      workers.emplace_back([&](const std::stop_token& stop) {
        work_on(subject_->schedule(), stop, [&](const Run& claimed) { update(claimed); });
      });
    }
    in_threads(3, [&](int thread) { change(thread, touch); });
    while (!is_idle(subject_->schedule().stats())) {
      subject_->advance(Millis(1));
      std::this_thread::yield();
    }
  }

  void expect_every_change_seen() const {
    for (std::size_t i = 0; i < kTargets; ++i) {
      EXPECT_EQ(seen_[i], versions_[i]) << "a change of " << i << " was lost";
    }
    EXPECT_EQ(overlaps_, 0) << "two runs of one target at once";
    EXPECT_EQ(early_, 0);
  }

  Subject& subject() { return *subject_; }

 private:
  static constexpr std::size_t kTargets = 8;
  static constexpr int kRuns = 200;  // go on changing until so many runs were in between

  void change(int thread, const std::function<void(const std::string&)>& touch) {
    for (std::size_t i = 0; runs_ < kRuns; ++i) {
      const std::size_t target = (i * 7 + static_cast<std::size_t>(thread)) % kTargets;
      ++versions_[target];
      touch(std::to_string(target));
      subject_->advance(Millis(1));
    }
  }

  void update(const Run& run) {
    const std::size_t target = std::stoul(run.target);
    overlaps_ += running_[target].exchange(true) ? 1 : 0;
    early_ += run.started < run.due ? 1 : 0;
    seen_[target] = versions_[target].load();
    running_[target] = false;
    ++runs_;
  }

  std::unique_ptr<Subject> subject_;
  std::array<std::atomic<int>, kTargets> versions_{};
  std::array<std::atomic<int>, kTargets> seen_{};
  std::array<std::atomic<bool>, kTargets> running_{};
  std::atomic<int> runs_ = 0;
  std::atomic<int> overlaps_ = 0;
  std::atomic<int> early_ = 0;
};

TEST_P(Threads, EveryTouchIsFollowedByARunThatStartsAfterIt) {
  World world(GetParam(), {Millis(20), Millis(100)});
  world.run([&](const std::string& target) { world.subject().schedule().touch(target); });
  world.expect_every_change_seen();
}

TEST_P(Threads, SoIsEveryTouchThatIsLeftOut) {
  World world(GetParam(), {Millis(100), Millis(100)});
  Toucher toucher(world.subject().schedule(), world.subject().clock());
  world.run([&](const std::string& target) { toucher.touch(target); });
  world.expect_every_change_seen();
  EXPECT_GT(toucher.covered(), 0U);
}

INSTANTIATE_TEST_SUITE_P(, Threads, testing::ValuesIn(implementations()), testing::PrintToStringParamName());

}  // namespace
}  // namespace retally
