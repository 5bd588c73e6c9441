// Every route by every scope.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "http/routes.h"
#include "http/server.h"
#include "http/tokens.h"
#include "retally/error.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using http::Route;
using http::Scope;
using support::Client;
using support::HttpAnswer;
using support::Served;

class AuthTest : public ::testing::Test {
 protected:
  AuthTest() {
    std::string lines;
    for (const char* const scope : {"ingest", "read", "operate"})
      lines += http::token_line(scope, scope, std::string("token-") + scope) + '\n';
    write(lines);
    ServerOptions options;
    options.listen = "0.0.0.0:0";
    options.token_file = token_file_;
    server_ = std::make_unique<Server>(served_.services(), options);
  }
  ~AuthTest() override { std::filesystem::remove(token_file_); }

  void write(const std::string& lines) {
    std::ofstream(token_file_) << lines;
    ::chmod(token_file_.c_str(), 0600);
  }

  int status_of_session(const std::string& token) {
    return Client(server_->port())
        .ask("GET", "/api/session", "", "Authorization: Bearer " + token + "\r\n")
        .status;
  }

  int status(const Route& route, std::string_view token) {
    std::string path(route.path);
    if (const std::size_t at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "1");
    if (const std::size_t at = path.find("{target}"); at != std::string::npos) path.replace(at, 8, "job:1");
    const std::string authorization =
        token.empty() ? "" : "Authorization: Bearer " + std::string(token) + "\r\n";
    return Client(server_->port()).ask(name_of(route.method), path, "", authorization).status;
  }

  Served served_;
  const std::string token_file_ = ::testing::TempDir() + "retally_auth_" + std::to_string(::getpid());
  std::unique_ptr<Server> server_;
};

TEST_F(AuthTest, every_route_asks_for_its_scope) {
  for (const Route& route : http::api_routes()) {
    const std::string name = std::string(name_of(route.method)) + ' ' + std::string(route.path);
    EXPECT_EQ(status(route, "") == 401, route.scope != Scope::open) << name;
    EXPECT_EQ(status(route, "unknown") == 401, route.scope != Scope::open) << name;
    for (const Scope scope : http::kGivenScopes) {
      const int got = status(route, "token-" + std::string(http::name_of(scope)));
      EXPECT_NE(got, 401) << name;
      const bool asks_for_another =
          std::ranges::count(http::kGivenScopes, route.scope) != 0 && route.scope != scope;
      EXPECT_EQ(got == 403, asks_for_another) << name << " by " << http::name_of(scope);
    }
  }
}

TEST_F(AuthTest, what_only_watches_needs_no_token) {
  Client client(server_->port());
  for (const char* const path : {"/healthz", "/readyz", "/openapi.json", "/"})
    EXPECT_EQ(client.ask("GET", path).status, 200) << path;
}

TEST_F(AuthTest, who_may_not_come_in_need_not_send_the_body) {
  Client client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n");
  const std::optional<HttpAnswer> answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 401);
  EXPECT_EQ(answer->fields.at("www-authenticate"), "Bearer");
}

TEST_F(AuthTest, the_file_may_be_read_again) {
  write(http::token_line("other", "read", "token-other"));
  EXPECT_EQ(status_of_session("token-read"), 200);
  server_->reload_tokens();
  EXPECT_EQ(status_of_session("token-read"), 401);
  EXPECT_EQ(status_of_session("token-other"), 200);
}

TEST_F(AuthTest, a_file_that_is_wrong_by_then_changes_nothing) {
  write(http::token_line("other", "read", "token-other") + "\nhello\n");
  try {
    server_->reload_tokens();
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::StartsWith("token file " + token_file_ + ": line 2: "));
  }
  EXPECT_EQ(status_of_session("token-read"), 200);
  EXPECT_EQ(status_of_session("token-other"), 401);
}

}  // namespace
}  // namespace retally
