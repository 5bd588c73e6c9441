// Options that don't hold together are refused before anything listens.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/server.h"
#include "retally/error.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Served;
using ::testing::HasSubstr;

struct Refusal {
  ErrorKind kind;
  std::string message;
};

Refusal refusal(const ServerOptions& options) {
  Served served;
  try {
    const Server server(served.services(), options);
  } catch (const Error& error) {
    return {error.kind(), error.what()};
  }
  return {ErrorKind::conflict, "started"};
}

TEST(Startup, refuses_to_listen_beyond_loopback_without_tokens) {
  for (const char* const listen : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0"}) {
    const Refusal refused = refusal({.listen = listen});
    EXPECT_EQ(refused.kind, ErrorKind::invalid_input) << listen;
    EXPECT_THAT(refused.message, HasSubstr("give a token file")) << listen;
  }
}

TEST(Startup, refuses_an_ingest_listener_beyond_loopback_without_networks) {
  const Refusal refused = refusal({.listen = "127.0.0.1:0", .ingest_listen = "0.0.0.0:0"});
  EXPECT_EQ(refused.kind, ErrorKind::invalid_input);
  EXPECT_THAT(refused.message, HasSubstr("networks"));
}

TEST(Startup, refuses_networks_of_a_listener_that_is_not_there) {
  const Refusal refused = refusal({.listen = "127.0.0.1:0", .ingest_from = {"10.0.0.0/99"}});
  EXPECT_EQ(refused.kind, ErrorKind::invalid_input);
  EXPECT_THAT(refused.message, HasSubstr("ingest-from: "));
  EXPECT_THAT(refused.message, HasSubstr("ingest-listen"));
}

TEST(Startup, refuses_what_is_no_address_no_network_and_no_file) {
  EXPECT_EQ(refusal({.listen = "8460"}).kind, ErrorKind::invalid_input);
  EXPECT_EQ(refusal({.listen = "127.0.0.1:0", .token_file = "/nonexistent"}).kind, ErrorKind::invalid_input);
  EXPECT_EQ(refusal({.listen = "127.0.0.1:0", .ingest_listen = "127.0.0.1:0", .ingest_from = {"10/8"}}).kind,
            ErrorKind::invalid_input);
}

TEST(Startup, says_that_an_address_is_taken) {
  Served served;
  const Server first(served.services(), {.listen = "127.0.0.1:0"});
  const std::string taken = "127.0.0.1:" + std::to_string(first.port());
  const Refusal refused = refusal({.listen = taken});
  EXPECT_EQ(refused.kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.message, HasSubstr("is another server there?"));
  EXPECT_EQ(refusal({.listen = "127.0.0.1:0", .ingest_listen = taken}).kind, ErrorKind::unavailable);
}

TEST(Startup, has_no_ingest_listener_unless_asked) {
  Served served;
  const Server server(served.services(), {.listen = "[::1]:0"});
  EXPECT_NE(server.port(), 0);
  EXPECT_EQ(server.ingest_port(), 0);
}

}  // namespace
}  // namespace retally
