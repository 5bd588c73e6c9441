// Moving RQ's scheduled jobs: how many in a second, beside RQ's own scheduler on the same server, and how
// late.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "rq/keys.h"
#include "rq/scheduler_loop.h"
#include "rq/serializer.h"
#include "tests/support/redis_server.h"

namespace retally::rq {
namespace {

using Stopwatch = std::chrono::steady_clock;

class Bench {
 public:
  void run() {
    throughput("jobs moved", {});
    throughput("jobs moved that are due again", {{"interval", 60}});
    peer();
    lateness();
  }

 private:
  // Schedules so many jobs as rq-scheduler does, with what Python would store.
  void schedule(int count, const Fields& meta, double first, double step) {
    const std::string data = write_call("shop.reports.renew", {{"cvat_project_id", 7}}, Serializer::pickle);
    const std::string pickled = meta.empty() ? "" : write_dict(meta, Serializer::pickle);
    for (int i = 0; i < count; ++i) {
      const std::string id = "5c9f6ee5-4b0f-4d2f-8a57-" + std::to_string(100000000000 + i);
      direct_.send(std::vector<std::string>{
          "HSET", kJob + id, "created_at", "2024-06-10T08:00:00.000000Z", "data", data, "origin", "low",
          "description", "shop.reports.renew(cvat_project_id=7)", "timeout", "180", "meta", pickled});
      direct_.send(std::vector<std::string>{"ZADD", kScheduledJobs, std::to_string(first + i * step), id});
      if (i % 100 == 99) drain(200);
    }
    drain(2 * (count % 100));
  }
  void drain(int answers) {
    for (int i = 0; i < answers; ++i) direct_.receive();
  }

  void throughput(const char* what, const Fields& meta) {
    constexpr int kJobs = 10'000;
    direct_.ask(std::vector<std::string>{"FLUSHALL"});
    schedule(kJobs, meta, 1, 0);
    Scheduler scheduler(client_);
    const auto begin = Stopwatch::now();
    const std::size_t moved = scheduler.step().moved;
    say(what, static_cast<double>(moved), Stopwatch::now() - begin);
  }

  // RQScheduler.enqueue_scheduled_jobs of Debian's python3-rq: its whole work but for the second that it
  // sleeps.
  void peer() {
    std::fflush(stdout);
    const std::string command = std::string("/usr/bin/python3 -B ") + RETALLY_SOURCE_DIR +
                                "/bench/peers/rq_scheduler.py " + server_.address().socket;
    if (std::system(command.c_str()) != 0) std::printf("RQ's own scheduler: not measured\n");
  }

  void lateness() {
    SchedulerLoop loop(client_, {});
    const std::jthread thread([&](const std::stop_token& stop) { loop.run(stop); });
    std::vector<double> late_ms;

    direct_.ask(std::vector<std::string>{"FLUSHALL"});
    constexpr int kJobs = 2000;
    const double first = now() + 1;
    schedule(kJobs, {}, first, 0.001);
    for (int i = 0; i < kJobs; ++i) late_ms.push_back((pop() - (first + i * 0.001)) * 1e3);
    say_late("at the queue after its time, 1,000 due a second", std::move(late_ms));

    late_ms.clear();
    for (int i = 0; i < 500; ++i) {
      const double due = now();
      schedule(1, {}, due, 0);
      late_ms.push_back((pop() - due) * 1e3);
    }
    say_late("at the queue after it was scheduled for now", std::move(late_ms));
  }

  // When the next job came to the queue.
  double pop() {
    direct_.ask(std::vector<std::string>{"BLPOP", kQueue + "low", "10"});
    return now();
  }

  static void say_late(const char* what, std::vector<double> late_ms) {
    std::ranges::sort(late_ms);
    const auto at = [&](double share) {
      return late_ms[static_cast<std::size_t>(share * static_cast<double>(late_ms.size() - 1))];
    };
    std::printf("%-58s min %.3f ms, median %.3f ms, p99 %.3f ms, max %.3f ms\n", what, at(0), at(0.5),
                at(0.99), at(1));
  }

  double now() {
    redis::ReplyReader time(direct_.ask(std::vector<std::string>{"TIME"}));
    const double seconds = std::stod(time.text());
    return seconds + std::stod(time.text()) / 1e6;
  }

  static void say(const char* what, double count, std::chrono::duration<double> time) {
    std::printf("%-58s %10.0f /s\n", what, count / time.count());
  }

  RedisServer server_;
  redis::Connection direct_{server_.address(), {}};
  Server client_{server_.options()};
};

}  // namespace
}  // namespace retally::rq

int main() {
  retally::rq::Bench().run();
}
