#include "http/access.h"

#include <gtest/gtest.h>

#include <memory>

namespace retally::http {
namespace {

struct Sent {
  Method method = Method::get;
  std::string host = "localhost:8460";
  std::string origin = {};
  std::string authorization = {};
};

Request request_of(const Sent& sent) {
  Request request{.method = sent.method};
  request.headers.add("host", sent.host);
  if (!sent.origin.empty()) request.headers.add("origin", sent.origin);
  if (!sent.authorization.empty()) request.headers.add("authorization", sent.authorization);
  return request;
}

int status(const Access& access, const Sent& sent, Scope scope = Scope::read) {
  Request request = request_of(sent);
  const std::optional<Response> refused = access.refuse(request, scope);
  return refused ? refused->status : 200;
}

TEST(AccessOnLoopback, answers_names_of_this_machine_only) {
  const Access access = Access::on_loopback("127.0.0.1");
  for (const char* const host : {"localhost", "localhost:8460", "127.0.0.1:8460", "127.1.2.3", "[::1]:80",
                                 "[::1]", "LOCALHOST", "LocalHost:8460"})
    EXPECT_EQ(status(access, {.host = host}), 200) << host;
  for (const char* const host :
       {"evil.example", "evil.example:8460", "localhost.evil.example", "10.0.0.1", "", "[::2]"})
    EXPECT_EQ(status(access, {.host = host}), 403) << host;
}

TEST(AccessOnLoopback, lets_no_page_from_elsewhere_change_anything) {
  const Access access = Access::on_loopback("127.0.0.1");
  const auto post = [&](const char* origin) {
    return status(access, {.method = Method::post, .host = "localhost:8460", .origin = origin});
  };
  EXPECT_EQ(post("http://localhost:8460"), 200);
  EXPECT_EQ(post("HTTP://LocalHost:8460"), 200);
  EXPECT_EQ(post("http://localhost:9000"), 403);
  EXPECT_EQ(post("https://evil.example"), 403);
  EXPECT_EQ(post("null"), 403);
  EXPECT_EQ(status(access, {.method = Method::put, .origin = "null"}), 403);
  EXPECT_EQ(status(access, {.method = Method::get, .origin = "https://evil.example"}), 200);
}

TEST(AccessForEvents, lets_no_browser_in) {
  EXPECT_EQ(status(Access::for_events(), {.method = Method::post, .host = "vector:80"}), 200);
  EXPECT_EQ(status(Access::for_events(), {.method = Method::post, .origin = "http://vector:80"}), 403);
}

TEST(AccessByToken, asks_for_the_scope) {
  const Access access = Access::by_token(std::make_shared<TokenBook>(Tokens::parse(
      token_line("reader", "read", "r") + "\n" + token_line("all", "ingest,read,operate", "a"))));
  const auto with = [&](const char* authorization, Scope scope) {
    return status(access, {.host = "anywhere", .authorization = authorization}, scope);
  };
  EXPECT_EQ(with("", Scope::open), 200);
  EXPECT_EQ(with("", Scope::read), 401);
  EXPECT_EQ(with("", Scope::any), 401);
  EXPECT_EQ(with("Bearer unknown", Scope::any), 401);
  EXPECT_EQ(with("Bearer r", Scope::any), 200);
  EXPECT_EQ(with("Bearer r", Scope::read), 200);
  EXPECT_EQ(with("bearer r", Scope::read), 200);
  EXPECT_EQ(with("Bearer R", Scope::read), 401) << "the token itself is exact";
  EXPECT_EQ(with("Bearer r", Scope::ingest), 403);
  EXPECT_EQ(with("Bearer r", Scope::operate), 403);
  EXPECT_EQ(with("Bearer a", Scope::operate), 200);
  EXPECT_EQ(with("Bearer unknown", Scope::read), 401);
  EXPECT_EQ(with("Bearer ", Scope::read), 401);
  EXPECT_EQ(with("Basic r", Scope::read), 401);
  EXPECT_EQ(with("r", Scope::read), 401);
}

}  // namespace
}  // namespace retally::http
