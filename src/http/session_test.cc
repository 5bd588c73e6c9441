#include <gtest/gtest.h>

#include <memory>

#include "http/tokens.h"
#include "tests/support/api.h"

namespace retally::http {
namespace {

using retally::support::Api;
using retally::support::Served;

Access two_holders() {
  return Access::by_token(std::make_shared<TokenBook>(
      Tokens::parse(token_line("lead", "read,operate", "l") + "\n" + token_line("cvat", "ingest", "c"))));
}

TEST(Session, whoever_is_on_this_machine_may_do_everything) {
  Served served;
  const nlohmann::json session = Api(served).get("/api/session").json();
  EXPECT_EQ(session["token_needed"], false);
  EXPECT_EQ(session["name"], nullptr);
  EXPECT_EQ(session["scopes"], nlohmann::json::array({"ingest", "read", "operate"}));
  EXPECT_EQ(session["quiet_ms"], 900'000);
  EXPECT_EQ(session["max_wait_ms"], 900'000);
  EXPECT_NE(session["version"], "");
}

TEST(Session, tells_the_holder_of_a_token_what_it_gives) {
  Served served;
  Api api(served, {}, two_holders());
  const nlohmann::json lead = api.get("/api/session", {{"authorization", "Bearer l"}}).json();
  EXPECT_EQ(lead["token_needed"], true);
  EXPECT_EQ(lead["name"], "lead");
  EXPECT_EQ(lead["scopes"], nlohmann::json::array({"read", "operate"}));
  const nlohmann::json cvat = api.get("/api/session", {{"authorization", "Bearer c"}}).json();
  EXPECT_EQ(cvat["name"], "cvat");
  EXPECT_EQ(cvat["scopes"], nlohmann::json::array({"ingest"}));
  EXPECT_EQ(api.get("/api/session").status, 401);
  EXPECT_EQ(api.get("/api/session", {{"authorization", "Bearer x"}}).status, 401);
}

}  // namespace
}  // namespace retally::http
