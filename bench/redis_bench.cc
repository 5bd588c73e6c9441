// The schedule on Redis: what touches, claims, listings and a pending target cost, and how late runs start.
//
// It starts a server of its own, so that nothing else is measured, and asks it for a bare `ZADD NX` as well:
// what the server can do at all, on this machine and in this run.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "bench/lateness.h"
#include "feed/observed_schedule.h"
#include "retally/redis_schedule.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Stopwatch = std::chrono::steady_clock;

class Bench {
 public:
  void run();

 private:
  std::unique_ptr<Schedule> fresh(const Policy& policy = {});
  std::int64_t field(const std::string& section, const std::string& before);

  void touches();
  void touches_that_are_told();
  void threads_that_touch();
  void one_touch_at(const char* what);
  void memory_of(const char* what, const std::function<void(Schedule&, std::size_t)>& fill);
  void claims(int workers, std::size_t batch);
  void listings();
  void lateness();

  RedisServer server_;
  redis::Connection direct_{server_.address(), {}};
  SystemClock clock_;
  int queues_ = 0;
};

std::vector<std::string> names(const std::string& prefix, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back(prefix + std::to_string(i));
  }
  return names;
}

double seconds(const std::function<void()>& work) {
  const auto start = Stopwatch::now();
  work();
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

void say(const std::string& what, double items, double time) {
  std::printf("%-58s %10.0f /s\n", what.c_str(), items / time);
}

// Pipelined, 500 at a time, as a touch sends its own.
double add_members(redis::Connection& connection, const std::vector<std::string>& members) {
  return seconds([&] {
    for (std::size_t begin = 0; begin < members.size(); begin += 500) {
      const std::size_t end = std::min(members.size(), begin + 500);
      for (std::size_t i = begin; i < end; ++i) {
        connection.send(std::vector<std::string>{"ZADD", "bare", "NX", "1700000000000", members[i]});
      }
      for (std::size_t i = begin; i < end; ++i) {
        connection.receive();
      }
    }
  });
}

std::unique_ptr<Schedule> Bench::fresh(const Policy& policy) {
  direct_.ask(std::vector<std::string>{"FLUSHALL"});
  return make_redis_schedule(server_.options("bench" + std::to_string(++queues_)),
                             {.policy = policy, .retry = {}}, clock_);
}

// A number of INFO: field("memory", "used_memory:").
std::int64_t Bench::field(const std::string& section, const std::string& before) {
  redis::ReplyReader answer(direct_.ask(std::vector<std::string>{"INFO", section}));
  const std::string info = answer.text();
  const std::size_t at = info.find(before) + before.size();
  std::int64_t value = 0;
  std::from_chars(info.data() + at, info.data() + info.size(), value);
  return value;
}

void Bench::touches() {
  constexpr std::size_t kTargets = 300'000;
  const auto targets = names("project:", kTargets);
  auto schedule = fresh();
  const double bare = add_members(direct_, targets);
  say("ZADD NX, new, pipelined, one member each", kTargets, bare);
  const double made = seconds([&] { schedule->touch(targets); });
  say("touch, new, batched", kTargets, made);
  std::printf("%-58s %10.0f %%\n", "  of ZADD NX", 100 * bare / made);
  say("touch, merged for the first time, batched", kTargets, seconds([&] { schedule->touch(targets); }));
  say("touch, merged again, batched", kTargets, seconds([&] { schedule->touch(targets); }));
  schedule = fresh({minutes(5), minutes(15)});
  say("touch, new, batched, debounce", kTargets, seconds([&] { schedule->touch(targets); }));
  say("touch, postponed, batched, debounce", kTargets, seconds([&] { schedule->touch(targets); }));
}

// What it costs to tell the feed, in calls of 500.
void Bench::touches_that_are_told() {
  const auto targets = names("project:", 300'000);
  const auto feed = make_redis_feed(server_.options());
  const auto measure = [&](const std::string& what, bool told) {
    const auto schedule = fresh();
    ObservedSchedule observed(*schedule, *feed, clock_);
    Schedule& touched = told ? static_cast<Schedule&>(observed) : *schedule;
    const double made = seconds([&] {
      for (std::size_t i = 0; i < targets.size(); i += 500) touched.touch(std::span(targets).subspan(i, 500));
    });
    say("touch, new, 500 a call, " + what, static_cast<double>(targets.size()), made);
  };
  measure("without a feed", false);
  measure("with one, nobody listens", true);
  const Subscription subscription = feed->subscribe([](auto /*events*/) {});
  measure("with one, somebody listens", true);
  std::printf("%-58s %10.0f %%\n", "  of these not told, but a reload in their place",
              100 * static_cast<double>(feed->dropped()) / static_cast<double>(targets.size()));
}

void Bench::threads_that_touch() {
  constexpr std::size_t kEach = 10'000;
  constexpr int kThreads = 16;
  const auto schedule = fresh();
  const double made = seconds([&] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (const std::string& target : names(std::to_string(i) + ":", kEach)) {
          schedule->touch(target);
        }
      });
    }
  });
  say("touch, new, one at a time, 16 threads", kThreads * kEach, made);
}

// With 100 and with 1,000,000 pending: one change costs the same.
void Bench::one_touch_at(const char* what) {
  for (const std::size_t pending : {std::size_t{100}, std::size_t{1'000'000}}) {
    const auto schedule = fresh();
    schedule->touch(names("other:", pending));
    const auto targets = names("project:", 10'000);
    const double made = seconds([&] {
      for (const std::string& target : targets) {
        schedule->touch(target);
      }
    });
    say(std::string(what) + ", " + std::to_string(pending) + " pending", 10'000, made);
  }
}

void Bench::memory_of(const char* what, const std::function<void(Schedule&, std::size_t)>& fill) {
  constexpr std::size_t kTargets = 1'000'000;
  const auto schedule = fresh();
  const std::int64_t before = field("memory", "used_memory:");
  fill(*schedule, kTargets);
  std::printf("%-58s %10.1f bytes\n", what,
              static_cast<double>(field("memory", "used_memory:") - before) / kTargets);
}

void Bench::claims(int workers, std::size_t batch) {
  constexpr std::size_t kTargets = 100'000;
  const auto schedule = fresh({Millis(0), Millis(0)});
  schedule->touch(names("project:", kTargets));
  direct_.ask(std::vector<std::string>{"CONFIG", "RESETSTAT"});
  const double taken = seconds([&] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        for (auto runs = schedule->claim(batch, hours(1)); !runs.empty();
             runs = schedule->claim(batch, hours(1))) {
          std::vector<Ending> endings;
          for (const Run& run : runs) {
            endings.push_back({run.target, run.token});
          }
          schedule->finish(endings);
        }
      });
    }
  });
  say("claim and finish, " + std::to_string(workers) + " workers, claims of " + std::to_string(batch),
      kTargets, taken);
  // "cmdstat_evalsha:calls=402,usec=1234,…"
  const std::string calls = "cmdstat_evalsha:calls=";
  const std::string usec = calls + std::to_string(field("commandstats", calls)) + ",usec=";
  const auto server = static_cast<double>(field("commandstats", usec));
  std::printf("%-58s %10.1f us\n", "  of the server's time for each", server / kTargets);
}

void Bench::listings() {
  const auto schedule = fresh();
  schedule->touch(names("project:", 1'000'000));
  for (const std::size_t offset : {0U, 900'000U}) {
    constexpr int kPages = 1'000;
    const double listed = seconds([&] {
      for (int i = 0; i < kPages; ++i) {
        schedule->list(ListState::pending, offset, 100);
      }
    });
    std::printf("%-58s %10.0f us\n", ("100 of 1,000,000 pending, from " + std::to_string(offset)).c_str(),
                1e6 * listed / kPages);
  }
}

void Bench::lateness() {
  const Lateness late = lateness_of(*fresh(kLatenessPolicy));
  std::printf("%-58s min %.2f  p50 %.2f  p99 %.2f  max %.2f ms\n", "start minus due, 1,000 due a second",
              late.min_ms, late.p50_ms, late.p99_ms, late.max_ms);
}

void Bench::run() {
  touches();
  touches_that_are_told();
  one_touch_at("touch, new, one at a time");
  threads_that_touch();
  memory_of("memory of a pending target",
            [](Schedule& schedule, std::size_t count) { schedule.touch(names("project:", count)); });
  memory_of("memory of a pending target, touched twice", [](Schedule& schedule, std::size_t count) {
    schedule.touch(names("project:", count));
    schedule.touch(names("project:", count));
  });
  for (const auto& [workers, batch] :
       {std::pair{1, 1U}, {1, 16U}, {1, 128U}, {1, 500U}, {2, 500U}, {4, 128U}, {16, 1U}, {16, 16U}}) {
    claims(workers, batch);
  }
  listings();
  lateness();
}

}  // namespace
}  // namespace retally

int main() {
  retally::Bench().run();
}
