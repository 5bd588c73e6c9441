// A server that ends answers what it has taken.

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::HttpAnswer;
using support::listens;
using support::Served;
using support::shapes_event;

// A store whose disk is as slow as the test wants.
class SlowStore final : public Store {
 public:
  explicit SlowStore(Store& store) : store_(store) {}

  std::latch entered{1};
  std::latch released{1};

  Result apply(std::span<const ChangeSet* const> sets) override {
    entered.count_down();
    released.wait();
    return store_.apply(sets);
  }
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override {
    return store_.put_job_facts(facts);
  }
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override {
    return store_.put_annotations(job, count);
  }
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override { return store_.restore(id, now); }
  std::size_t save(std::span<const StoredReport> reports) override { return store_.save(reports); }
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override {
    return store_.forget(before, now, limit);
  }
  std::unique_ptr<Reader> read() override { return store_.read(); }

 private:
  Store& store_;
};

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
  slow->entered.wait();

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
