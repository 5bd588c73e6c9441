// A server that ends answers what it has taken.

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"
#include "tests/support/slow_store.h"

namespace retally {
namespace {

using support::Client;
using support::HttpAnswer;
using support::listens;
using support::Served;
using support::shapes_event;
using support::SlowStore;

TEST(Shutdown, a_batch_that_is_being_committed_is_answered) {
  std::unique_ptr<SlowStore> slow;
  Served served([&](Store& store) -> Store& {
    slow = std::make_unique<SlowStore>(store);
    return *slow;
  });
  auto server = std::make_unique<Server>(served.services(), ServerOptions{.listen = "127.0.0.1:0"});
  const std::uint16_t port = server->port();

  Client idle(port);
  EXPECT_EQ(idle.ask("GET", "/healthz").status, 200);
  Client client(port);
  const std::string body = '[' + shapes_event(1, 1) + ']';
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\n\r\n" + body);
  slow->wait_for_batch();

  std::future<void> ended = std::async(std::launch::async, [&server] { server.reset(); });
  EXPECT_TRUE(idle.ended()) << "who waits for nothing is let go at once";
  EXPECT_FALSE(listens(port));
  slow->released.count_down();
  const std::optional<HttpAnswer> answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->json()["new"], 1);
  EXPECT_EQ(answer->fields.at("connection"), "close");
  EXPECT_TRUE(client.ended());
  ended.wait();
}

TEST(Shutdown, a_server_that_drains_says_so_and_answers_all_else) {
  Served served;
  Server server(served.services(), {.listen = "127.0.0.1:0", .ingest_listen = "127.0.0.1:0"});
  Client client(server.port());
  Client ingest(server.ingest_port());
  for (const char* const path : {"/healthz", "/readyz"}) EXPECT_EQ(client.ask("GET", path).status, 200);
  server.drain();
  for (const char* const path : {"/healthz", "/readyz"}) EXPECT_EQ(client.ask("GET", path).status, 503);
  EXPECT_EQ(ingest.ask("GET", "/healthz").status, 503);
  EXPECT_EQ(ingest.ask("POST", "/", '[' + shapes_event(1, 1) + ']').json()["new"], 1);
  EXPECT_EQ(Client(server.port()).ask("GET", "/api/projects").status, 200);
}

TEST(Shutdown, ends_with_clients_in_any_state) {
  Served served;
  auto server = std::make_unique<Server>(served.services(), ServerOptions{.listen = "127.0.0.1:0"});
  Client silent(server->port());
  Client halfway(server->port());
  halfway.send("POST / HTTP/1.1\r\nHost: loc");
  Client refused(server->port());
  refused.send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
  EXPECT_EQ(refused.read()->status, 404);
  server.reset();
  EXPECT_TRUE(halfway.ended());
}

}  // namespace
}  // namespace retally
