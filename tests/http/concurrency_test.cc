// Many write while many read.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::Served;
using support::shapes_event;

constexpr int kWriters = 4;
constexpr int kBatches = 20;
constexpr int kEvents = 25;

// A writer's batches; the next writer sends each of them too.
void write(std::uint16_t port, int writer) {
  Client client(port);
  for (const int half : {writer, (writer + 1) % kWriters}) {
    for (int batch = 0; batch < kBatches; ++batch) {
      std::string body;
      for (int event = 0; event < kEvents; ++event)
        body += shapes_event(1 + event % 5, 1, (half * kBatches + batch) * kEvents + event) + '\n';
      ASSERT_EQ(client.ask("POST", "/", body).status, 200);
    }
  }
}

void read(std::uint16_t port, const std::atomic<bool>& done) {
  Client client(port);
  while (!done) {
    for (const char* const target :
         {"/api/analytics/reports?project_id=7", "/api/projects", "/api/schedule", "/metrics"})
      ASSERT_LT(client.ask("GET", target).status, 500) << target;
  }
}

TEST(Concurrency, every_event_counts_once_whoever_sends_and_reads) {
  Served served;
  const Server server(served.services(), {.listen = "127.0.0.1:0"});
  std::atomic<bool> done = false;
  {
    std::vector<std::jthread> readers;
    readers.reserve(2);
    for (int i = 0; i < 2; ++i) readers.emplace_back([&] { read(server.port(), done); });
    std::vector<std::jthread> writers;
    writers.reserve(kWriters);
    for (int i = 0; i < kWriters; ++i) writers.emplace_back([&, i] { write(server.port(), i); });
    for (std::jthread& writer : writers) writer.join();
    done = true;
  }
  served.run_all();
  const nlohmann::json report =
      Client(server.port()).ask("GET", "/api/analytics/reports?project_id=7").json();
  EXPECT_EQ(report["statistics"][3]["data_series"]["total_object_count"][0]["value"],
            kWriters * kBatches * kEvents);
}

}  // namespace
}  // namespace retally
