// What the bodies of all requests may take together.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/gzip.h"
#include "tests/support/served.h"
#include "tests/support/slow_store.h"

namespace retally {
namespace {

using support::Client;
using support::gzip;
using support::Served;
using support::shapes_event;
using support::SlowStore;

constexpr std::size_t kMaxBody = 40'000;  // four of these may be in memory at once

// A batch that is as long as it may be.
std::string full_body() {
  std::string body = '[' + shapes_event(1, 1) + ']';
  return body.append(kMaxBody - body.size(), ' ');
}

std::string head_of(std::size_t length, const std::string& fields = "") {
  return "POST / HTTP/1.1\r\nHost: localhost\r\n" + fields + "Content-Length: " + std::to_string(length) +
         "\r\n\r\n";
}

class MemoryTest : public ::testing::Test {
 protected:
  // Returns when the server has read it all: its one thread does so before it answers the next request.
  void send(Client& client, std::string_view bytes) {
    constexpr std::size_t kOneRead = 10'000;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(kOneRead, bytes.size()))) {
      client.send(bytes.substr(0, kOneRead));
      EXPECT_EQ(other_.ask("GET", "/healthz").status, 200);
    }
  }

  Client& new_client() { return *clients_.emplace_back(std::make_unique<Client>(server_.port())); }

  std::unique_ptr<SlowStore> slow_;
  Served served_{[this](Store& store) -> Store& {
    slow_ = std::make_unique<SlowStore>(store);
    return *slow_;
  }};
  Server server_{served_.services(), {.listen = "127.0.0.1:0", .threads = 1, .max_body_bytes = kMaxBody}};
  Client other_{server_.port()};
  std::vector<std::unique_ptr<Client>> clients_;
};

TEST_F(MemoryTest, a_batch_that_waits_for_the_disk_takes_none) {
  const std::string plain = full_body();
  const std::string packed = gzip(plain);
  for (int i = 0; i < 5; ++i) {
    send(new_client(), head_of(plain.size()) + plain);
    send(new_client(), head_of(packed.size(), "Content-Encoding: gzip\r\n") + packed);
  }
  slow_->released.count_down();
  for (const auto& client : clients_) EXPECT_EQ(client->read()->status, 200);
}

TEST_F(MemoryTest, bodies_that_are_not_whole_may_take_all) {
  slow_->released.count_down();
  const std::string body = full_body();
  for (int i = 0; i < 4; ++i) send(new_client(), head_of(body.size()) + body.substr(0, body.size() - 1));
  Client fifth(server_.port());
  send(fifth, head_of(2) + "[]");
  EXPECT_EQ(fifth.read()->status, 503);
  for (const auto& client : clients_) {
    client->send(" ");
    EXPECT_EQ(client->read()->status, 200);
  }
  EXPECT_EQ(clients_[0]->ask("POST", "/", body).status, 200) << "what was taken is given back";
}

}  // namespace
}  // namespace retally
