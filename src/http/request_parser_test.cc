#include "http/request_parser.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <vector>

namespace retally::http {
namespace {

using State = RequestParser::State;

constexpr RequestParser::Limits kLimits{.max_header_bytes = 200, .max_body_bytes = 20};

// Feeds `bytes`, at most `step` at once. The last state; `left` is what was not taken.
State feed(RequestParser& parser, std::string_view bytes, std::size_t step, std::size_t* left = nullptr) {
  State state = State::more;
  while (!bytes.empty() && state != State::complete && state != State::refused) {
    const auto fed = parser.feed(bytes.substr(0, step));
    bytes.remove_prefix(fed.taken);
    state = fed.state;
  }
  if (left != nullptr) *left = bytes.size();
  return state;
}

int status_of(std::string_view bytes) {
  RequestParser parser(kLimits);
  return feed(parser, bytes, bytes.size()) == State::refused ? parser.error_status() : 200;
}

TEST(RequestParser, takes_a_request_in_pieces_of_any_size) {
  const std::string bytes =
      "POST /api/events?a=b&c HTTP/1.1\r\nHost: here\r\nX-Long:  some  value \r\nContent-Length: "
      "5\r\n\r\nhello";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestParser parser(kLimits);
    ASSERT_EQ(feed(parser, bytes, step), State::complete) << step;
    const Request& request = parser.request();
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/api/events");
    EXPECT_EQ(request.query, "a=b&c");
    EXPECT_EQ(request.headers.get("host"), "here");
    EXPECT_EQ(request.headers.get("x-long"), "some  value ");
    EXPECT_EQ(request.body, "hello");
    EXPECT_TRUE(parser.keep_alive());
  }
}

TEST(RequestParser, tells_of_the_head_before_the_body) {
  RequestParser parser(kLimits);
  const std::string bytes =
      "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok";
  const auto fed = parser.feed(bytes);
  EXPECT_EQ(fed.state, State::head);
  EXPECT_TRUE(parser.expects_continue());
  EXPECT_TRUE(parser.request().body.empty());
  EXPECT_EQ(parser.feed(std::string_view(bytes).substr(fed.taken)).state, State::complete);
}

TEST(RequestParser, takes_no_more_memory_than_the_body) {
  RequestParser parser({.max_header_bytes = 200, .max_body_bytes = 1'000'000});
  const auto begin = [&](const std::string& field) {
    parser.reset();
    const std::string head = "PUT / HTTP/1.1\r\nHost: h\r\n" + field + "\r\n\r\n";
    ASSERT_EQ(feed(parser, head, head.size()), State::more);
  };
  const std::string& body = parser.request().body;
  begin("Content-Length: 300000");
  EXPECT_LT(body.capacity(), 100u) << "what is only claimed takes nothing";
  for (int i = 0; i < 30; ++i) parser.feed(std::string(10'000, 'x'));
  EXPECT_EQ(body.size(), 300'000u);
  EXPECT_EQ(body.capacity(), 300'000u);
  begin("Transfer-Encoding: chunked");
  EXPECT_LT(body.capacity(), 100u) << "the last one's is given back";
  for (int i = 0; i < 99; ++i) parser.feed("2710\r\n" + std::string(10'000, 'x') + "\r\n");
  EXPECT_EQ(body.size(), 990'000u);
  EXPECT_EQ(body.capacity(), 1'000'000u);
}

TEST(RequestParser, knows_what_is_expected_in_any_case) {
  RequestParser parser(kLimits);
  parser.feed("PUT / HTTP/1.1\r\nHost: h\r\nexpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_TRUE(parser.expects_continue());
}

TEST(RequestParser, leaves_the_next_request) {
  RequestParser parser(kLimits);
  const std::string one = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
  std::size_t left = 0;
  EXPECT_EQ(feed(parser, one + one, 1000, &left), State::complete);
  EXPECT_EQ(left, one.size());
  parser.reset();
  EXPECT_EQ(feed(parser, one, 1000), State::complete);
  EXPECT_EQ(parser.request().path, "/1");
}

TEST(RequestParser, takes_a_chunked_body) {
  RequestParser parser(kLimits);
  EXPECT_EQ(feed(parser,
                 "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "2\r\nab\r\n3\r\ncde\r\n0\r\nX-After: x\r\n\r\n",
                 7),
            State::complete);
  EXPECT_EQ(parser.request().body, "abcde");
  EXPECT_FALSE(parser.request().headers.has("x-after"));
}

TEST(RequestParser, keeps_to_its_limits) {
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n\r\n01234567890123456789"), 200);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 21\r\n\r\n"), 413);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "e\r\n01234567890123\r\n7\r\n0123456\r\n"),
            413);
  EXPECT_EQ(status_of("GET /" + std::string(300, 'a')), 431);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(300, 'a')), 431);
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 40; ++i) many += "a: b\r\n";
  EXPECT_EQ(status_of(many), 431);
}

TEST(RequestParser, refuses_what_is_no_request) {
  EXPECT_EQ(status_of("hello\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400);
  EXPECT_EQ(
      status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
      400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"), 400);
}

TEST(RequestParser, knows_whether_another_may_follow) {
  const auto keeps = [](std::string_view bytes) {
    RequestParser parser(kLimits);
    EXPECT_EQ(feed(parser, bytes, bytes.size()), State::complete);
    return parser.keep_alive();
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
}

RC_GTEST_PROP(RequestParser, takes_any_bytes_without_harm, (const std::vector<std::string>& pieces)) {
  RequestParser parser(kLimits);
  for (const std::string& piece : pieces) {
    if (feed(parser, piece, 16) == State::complete) parser.reset();
  }
}

}  // namespace
}  // namespace retally::http
