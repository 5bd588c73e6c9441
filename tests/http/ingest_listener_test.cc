// The second listener takes events, and nothing else.

#include <gtest/gtest.h>

#include "http/routes.h"
#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::Served;
using support::shapes_event;

ServerOptions options_with(std::string ingest_listen, std::vector<std::string> from) {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.ingest_listen = std::move(ingest_listen);
  options.ingest_from = std::move(from);
  return options;
}

TEST(IngestListener, takes_events_as_the_sender_of_cvat_posts_them) {
  Served served;
  const Server server(served.services(), options_with("127.0.0.1:0", {}));
  Client client(server.ingest_port());
  client.send("POST / HTTP/1.1\r\nHost: vector:80\r\nContent-Type: application/json\r\nContent-Length: ");
  const std::string body = '[' + shapes_event(1, 1) + ']';
  client.send(std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_EQ(client.read()->status, 200);
  EXPECT_EQ(client.ask("GET", "/healthz").status, 200);
  EXPECT_EQ(client.ask("POST", "/api/events", "[]").status, 200);
}

TEST(IngestListener, shows_nothing_else) {
  Served served;
  const Server server(served.services(), options_with("127.0.0.1:0", {}));
  Client client(server.ingest_port());
  for (const http::Route& route : http::api_routes()) {
    const bool events =
        route.method == http::Method::post && (route.path == "/" || route.path == "/api/events");
    if (events || route.path == "/healthz") continue;
    const int status = Client(server.ingest_port()).ask(name_of(route.method), route.path).status;
    EXPECT_TRUE(status == 404 || status == 405) << route.path << ' ' << status;
  }
}

TEST(IngestListener, lets_no_browser_in) {
  Served served;
  const Server server(served.services(), options_with("127.0.0.1:0", {}));
  EXPECT_EQ(Client(server.ingest_port()).ask("POST", "/", "[]", "Origin: http://localhost\r\n").status, 403);
}

TEST(IngestListener, answers_the_named_networks_only) {
  Served served;
  const Server open(served.services(), options_with("0.0.0.0:0", {"10.0.0.0/8", "127.0.0.0/8"}));
  EXPECT_EQ(Client(open.ingest_port()).ask("POST", "/", "[]").status, 200);

  Served other;
  const Server closed(other.services(), options_with("0.0.0.0:0", {"10.0.0.0/8"}));
  Client client(closed.ingest_port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(client.ended());
}

}  // namespace
}  // namespace retally
