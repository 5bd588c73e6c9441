// What a client may not do, and what it is told.

#include <gtest/gtest.h>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/gzip.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::HttpAnswer;
using support::Served;

class LimitsTest : public ::testing::Test {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.max_body_bytes = 10'000;
    options.max_header_bytes = 1000;
    options.read_timeout = std::chrono::seconds(1);
    options.max_connections = 4;
    return options;
  }

  Served served_;
  Server server_{served_.services(), options()};
  Client client_{server_.port()};
};

TEST_F(LimitsTest, many_requests_share_a_connection) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(client_.ask("GET", "/healthz").status, 200);
}

TEST_F(LimitsTest, requests_may_be_sent_ahead) {
  std::string requests;
  for (int i = 0; i < 500; ++i) requests += "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client_.send(requests + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client_.read()->status, 200);
  EXPECT_EQ(client_.read()->status, 404);
}

TEST_F(LimitsTest, too_long_a_body_is_413_before_it_is_sent) {
  client_.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10001\r\n\r\n");
  const std::optional<HttpAnswer> answer = client_.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->fields.at("connection"), "close");
}

TEST_F(LimitsTest, too_long_a_body_is_413_also_for_one_who_sends_it_all) {
  client_.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n");
  EXPECT_TRUE(client_.send(std::string(5'000'000, ' '))) << "who can't send it all may never read the answer";
  const std::optional<HttpAnswer> answer = client_.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->json()["detail"], "the body is longer than 10000 bytes");
}

TEST_F(LimitsTest, a_chunked_body_is_413_when_it_grows_too_long) {
  client_.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) client_.send("3e8\r\n" + std::string(1000, ' ') + "\r\n");
  const std::optional<HttpAnswer> answer = client_.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
}

TEST_F(LimitsTest, a_gzipped_body_is_413_when_it_unpacks_too_long) {
  EXPECT_EQ(
      client_.ask("POST", "/", support::gzip(std::string(100'000, ' ')), "Content-Encoding: gzip\r\n").status,
      413);
  EXPECT_EQ(client_.ask("POST", "/", support::gzip("[]"), "Content-Encoding: gzip\r\n").status, 200);
}

TEST_F(LimitsTest, too_long_a_header_is_431) {
  EXPECT_EQ(client_.ask("GET", "/", "", "X: " + std::string(1000, 'x') + "\r\n").status, 431);
}

TEST_F(LimitsTest, what_is_no_http_is_400) {
  client_.send("hello there\r\n\r\n");
  const std::optional<HttpAnswer> answer = client_.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  EXPECT_TRUE(client_.ended());
}

TEST_F(LimitsTest, a_slow_sender_is_cut_off) {
  client_.send("POST / HTTP/1.1\r\nHost: local");
  const std::optional<HttpAnswer> answer = client_.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
  EXPECT_TRUE(client_.ended());
}

TEST_F(LimitsTest, one_connection_too_many_waits_for_its_turn) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server_.port()));
    EXPECT_EQ(clients.back()->ask("GET", "/healthz").status, 200);
  }
  EXPECT_EQ(client_.ask("GET", "/healthz").status, 200);
  Client fifth(server_.port());
  fifth.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  clients.clear();
  EXPECT_EQ(fifth.read()->status, 200);
}

TEST_F(LimitsTest, a_client_that_asks_first_is_told_to_go_on) {
  client_.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client_.read()->status, 100);
  client_.send("[]");
  EXPECT_EQ(client_.read()->status, 200);
}

TEST_F(LimitsTest, a_client_that_asks_first_is_told_not_to_go_on) {
  client_.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n");
  EXPECT_EQ(client_.read()->status, 413);
}

TEST_F(LimitsTest, a_client_that_has_sent_all_is_not_told_to_go_on) {
  const std::string fields = " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n";
  client_.send("GET /healthz" + fields + "\r\nPOST /" + fields + "Content-Length: 2\r\n\r\n[]");
  EXPECT_EQ(client_.read()->status, 200) << "it has no body to send";
  EXPECT_EQ(client_.read()->status, 200) << "its body is here";
  client_.send("GET /nowhere" + fields + "\r\n");
  EXPECT_EQ(client_.read()->status, 404);

  client_.send("POST /" + fields + "Content-Length: 2\r\n\r\n[]");
  EXPECT_EQ(client_.read()->status, 200);
  client_.send("GET /heal");
  for (int loop = 0; loop < 2; ++loop)  // each has seen that by then
    EXPECT_EQ(Client(server_.port()).ask("GET", "/healthz").status, 200);
  client_.send("thz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client_.read()->status, 200) << "this one does not ask";
}

TEST_F(LimitsTest, who_asks_and_never_reads_is_cut_off) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  while (client_.send(head) && client_.send("[]")) continue;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Client(server_.port()).ask("GET", "/healthz").status, 200);
}

TEST_F(LimitsTest, head_is_get_without_its_body) {
  const HttpAnswer answer = client_.ask("HEAD", "/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.fields.at("content-length"), "15");
  EXPECT_EQ(client_.ask("GET", "/healthz").body.size(), 15u);
}

TEST_F(LimitsTest, a_method_that_is_not_there_is_405) {
  const HttpAnswer answer = client_.ask("DELETE", "/api/jobs/7");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.fields.at("allow"), "GET, HEAD, PUT");
}

TEST_F(LimitsTest, a_client_of_http_1_0_is_served) {
  client_.send("GET /healthz HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client_.read()->status, 200);
  EXPECT_TRUE(client_.ended());
}

TEST_F(LimitsTest, pages_from_elsewhere_are_refused) {
  client_.send("GET /api/projects HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(client_.read()->status, 403);
  Client other(server_.port());
  EXPECT_EQ(other.ask("POST", "/", "[]", "Origin: http://evil.example\r\n").status, 403);
}

TEST(BodyLimits, each_address_takes_what_it_needs) {
  Served served;
  const Server server(served.services(), {.listen = "127.0.0.1:0"});
  // Asks whether a body of that length may come.
  const auto status = [&](const std::string& address, std::size_t length) {
    Client client(server.port());
    client.send(address + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
                std::to_string(length) + "\r\n\r\n");
    return client.read()->status;
  };
  constexpr std::size_t kSmall = 64u << 10;
  constexpr std::size_t kList = 1u << 20;
  constexpr std::size_t kFull = 100u << 20;
  for (const auto& [address, limit] : {std::pair{"POST /", kFull},
                                       {"POST /api/events", kFull},
                                       {"PUT /api/jobs/7/annotations", kFull},
                                       {"PUT /api/jobs/7", kList},
                                       {"POST /api/touch", kList},
                                       {"POST /api/analytics/reports", kSmall},
                                       {"POST /api/schedule/project:7/run", kSmall},
                                       {"POST /api/schedule/project:7/cancel", kSmall},
                                       {"GET /api/projects", kSmall}}) {
    EXPECT_EQ(status(address, limit), 100) << address;
    EXPECT_EQ(status(address, limit + 1), 413) << address;
  }
}

TEST(BodyLimits, a_chunked_body_is_held_to_the_same) {
  Served served;
  const Server server(served.services(), {.listen = "127.0.0.1:0"});
  Client client(server.port());
  client.send(
      "POST /api/schedule/project:7/run HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("10001\r\n" + std::string(0x10001, ' ') + "\r\n");
  const std::optional<HttpAnswer> answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->json()["detail"], "the body is longer than 65536 bytes");
}

}  // namespace
}  // namespace retally
