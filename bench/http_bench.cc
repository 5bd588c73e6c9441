// The real server over loopback sockets: reads of a report, and batches of events. See place.h for the
// database.
//
//     http_bench 16 reads         one report, by 16 connections
//     http_bench 16 ingest 50     batches of 50 events, each new
//     http_bench 4 both 1000      one report by 4 connections, while 4 others send batches of 1,000
//
// Clients and server share the machine: what a client takes, the server has not.
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bench/place.h"
#include "feed/feed.h"
#include "http/server.h"
#include "ingest/ingest.h"
#include "retally/memory_schedule.h"
#include "tests/http/client.h"
#include "worker/updater.h"

namespace retally {
namespace {

using Clock = std::chrono::steady_clock;
using support::Client;

constexpr auto kTime = std::chrono::seconds(10);

// Distinct events of a day of a project with so many jobs, ten in a task.
std::string events_body(std::uint64_t first, int count, unsigned jobs = 100) {
  std::string body = "[";
  for (int i = 0; i < count; ++i) {
    const std::uint64_t n = first + static_cast<std::uint64_t>(i);
    char event[400];
    const int size = std::snprintf(
        event, sizeof event,
        R"({"scope": "create:shapes", "source": "server", "timestamp": "%llu.%03llu", "obj_name": "rectangle", "count": 3, )"
        R"("project_id": 7, "task_id": %llu, "job_id": %llu, "user_id": %llu, "user_name": "anna", )"
        R"("payload": "{\"shapes\": [{\"id\": %llu}], \"request\": {\"id\": \"0000\"}}"},)",
        static_cast<unsigned long long>(1'718'000'000 + n / 1000), static_cast<unsigned long long>(n % 1000),
        static_cast<unsigned long long>(1 + n % (jobs / 10)), static_cast<unsigned long long>(1 + n % jobs),
        static_cast<unsigned long long>(1 + n % 7), static_cast<unsigned long long>(n));
    body.append(event, static_cast<std::size_t>(size));
  }
  body.back() = ']';
  return body;
}

struct Node {
  SystemClock clock;
  prometheus::Registry metrics;
  Place place;
  std::unique_ptr<Store> store = place.open();
  std::unique_ptr<Schedule> schedule = make_memory_schedule({}, clock);
  Ingest ingest{*store, *schedule, metrics};
  std::unique_ptr<Feed> feed = make_memory_feed();
  Server server{{*store, *schedule, ingest, clock, metrics, *feed}, {.listen = "127.0.0.1:0"}};
};

// Has `ask` called by many connections for kTime; prints the rate and the times of an answer.
void measure(std::uint16_t port, int connections, int events_each, const std::function<void(Client&)>& ask) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
  const Clock::time_point end = Clock::now() + kTime;
  {
    std::vector<std::jthread> threads;
    threads.reserve(times.size());
    for (std::vector<double>& mine : times) {
      threads.emplace_back([&mine, &ask, end, port] {
        Client client(port);
        for (Clock::time_point begin = Clock::now(); begin < end; begin = Clock::now()) {
          ask(client);
          mine.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
        }
      });
    }
  }
  std::vector<double> all;
  for (const std::vector<double>& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  std::ranges::sort(all);
  const auto at = [&all](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  const double rate = static_cast<double>(all.size()) / std::chrono::duration<double>(kTime).count();
  std::printf("%.0f requests/s", rate);
  if (events_each > 0) std::printf(", %.0f events/s", rate * events_each);
  std::printf("; answered in %.2f ms at the median, %.2f ms at p99, %.2f ms at most\n", at(0.5), at(0.99),
              at(1));
}

void check(const support::HttpAnswer& answer) {
  if (answer.status == 200) return;
  std::fprintf(stderr, "%d %s\n", answer.status, answer.body.c_str());
  std::abort();
}

void bench_reads(Node& node, int connections) {
  check(Client(node.server.port()).ask("POST", "/", events_body(0, 20'000)));
  Updater(*node.store, node.clock).renew({ResourceKind::project, 7}, false, [] { return true; });
  measure(node.server.port(), connections, 0,
          [](Client& client) { check(client.ask("GET", "/api/analytics/reports?project_id=7")); });
}

void bench_ingest(Node& node, int connections, int batch) {
  std::atomic<std::uint64_t> next = 0;
  measure(node.server.port(), connections, batch, [&next, batch](Client& client) {
    check(client.ask("POST", "/", events_body(next.fetch_add(static_cast<std::uint64_t>(batch)), batch)));
  });
}

// A project of 1,000 jobs is read while others send events of it, and it is renewed over and over.
void bench_both(Node& node, int connections, int batch) {
  constexpr unsigned kJobs = 1'000;
  check(Client(node.server.port()).ask("POST", "/", events_body(0, 20'000, kJobs)));
  Updater updater(*node.store, node.clock);
  const auto renew = [&] { updater.renew({ResourceKind::project, 7}, false, [] { return true; }); };
  renew();
  std::atomic<std::uint64_t> next = 20'000;
  std::atomic<bool> done = false;
  std::vector<std::jthread> threads;
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      for (Client client(node.server.port()); !done;)
        check(client.ask("POST", "/",
                         events_body(next.fetch_add(static_cast<std::uint64_t>(batch)), batch, kJobs)));
    });
  }
  threads.emplace_back([&] {
    for (; !done; std::this_thread::sleep_for(std::chrono::seconds(1))) renew();
  });
  measure(node.server.port(), connections, 0,
          [](Client& client) { check(client.ask("GET", "/api/analytics/reports?project_id=7")); });
  done = true;
  threads.clear();
  std::printf("meanwhile %.0f events/s\n",
              static_cast<double>(next - 20'000) / std::chrono::duration<double>(kTime).count());
}

int run(int argc, char** argv) {
  const int connections = argc > 1 ? std::atoi(argv[1]) : 0;
  const std::string_view what = argc > 2 ? argv[2] : "";
  const int batch = argc > 3 ? std::atoi(argv[3]) : 0;
  if (connections < 1 || (what != "reads" && !((what == "ingest" || what == "both") && batch > 0))) {
    std::fprintf(stderr,
                 "usage: http_bench CONNECTIONS reads | CONNECTIONS ingest BATCH | CONNECTIONS both BATCH\n");
    return 2;
  }
  Node node;
  if (what == "reads") bench_reads(node, connections);
  if (what == "ingest") bench_ingest(node, connections, batch);
  if (what == "both") bench_both(node, connections, batch);
  return 0;
}

}  // namespace
}  // namespace retally

int main(int argc, char** argv) {
  return retally::run(argc, argv);
}
