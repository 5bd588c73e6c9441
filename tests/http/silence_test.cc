// A database or a schedule that is elsewhere may be silent: nobody waits for it who does not need it.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "http/routes.h"
#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"
#include "tests/support/silent.h"

namespace retally {
namespace {

using http::Method;
using http::Route;
using support::Client;
using support::HttpAnswer;
using support::Served;
using support::shapes_event;
using support::Silence;
using support::SilentSchedule;
using support::SilentStore;

class SilenceTest : public ::testing::Test {
 protected:
  ~SilenceTest() override { silence_.end(); }

  // A request to the route that gets as far as the store or the schedule.
  static std::string request_of(const Route& route) {
    std::string path(route.path);
    if (const std::size_t at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "11");
    if (const std::size_t at = path.find("{target}"); at != std::string::npos) path.replace(at, 8, "job:11");
    if (path.find("analytics") != std::string::npos) path += "?job_id=11";
    std::string body = R"({"job_id": 11, "targets": ["job:11"]})";
    if (path.find("annotations") != std::string::npos) body = R"({"shapes": [], "tags": [], "tracks": []})";
    if (route.method == Method::get) body.clear();
    return std::string(name_of(route.method)) + ' ' + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }

  Services services() {
    const Services all = served_.services();
    return {.store = all.store,
            .schedule = schedule_,
            .ingest = all.ingest,
            .clock = all.clock,
            .metrics = all.metrics,
            .feed = all.feed,
            .remote = true};
  }

  Silence silence_;
  std::unique_ptr<SilentStore> store_;
  Served served_{[this](Store& store) -> Store& {
    store_ = std::make_unique<SilentStore>(store, silence_);
    return *store_;
  }};
  SilentSchedule schedule_{served_.schedule(), silence_};
  Server server_{services(), {.listen = "127.0.0.1:0", .threads = 1}};
};

TEST_F(SilenceTest, holds_up_neither_events_nor_the_word_that_the_node_is_there) {
  std::vector<std::unique_ptr<Client>> waiting;
  for (const Route& route : http::api_routes()) {
    if (route.runs == http::Runs::here) continue;
    waiting.push_back(std::make_unique<Client>(server_.port()));
    waiting.back()->send(request_of(route));
  }
  ASSERT_GT(waiting.size(), 20u);
  silence_.wait_for_one();

  Client client(server_.port());
  EXPECT_EQ(client.ask("POST", "/", '[' + shapes_event(11, 1) + ']').json()["new"], 1);
  for (const char* const path : {"/healthz", "/", "/openapi.json", "/api/session"})
    EXPECT_EQ(client.ask("GET", path).status, 200) << path;

  silence_.end();
  for (const auto& one : waiting) EXPECT_TRUE(one->read());
}

// What is said to be quick must be: a route that asks them in the connection's thread would hold up all
// others.
TEST_F(SilenceTest, is_not_met_by_those_that_run_here) {
  for (const Route& route : http::api_routes()) {
    if (route.runs != http::Runs::here) continue;
    Client client(server_.port());
    client.send(request_of(route));
    EXPECT_TRUE(client.read()) << route.path;
  }
}

}  // namespace
}  // namespace retally
