// The stream of events, as a client sees it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/patience.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::HttpAnswer;
using support::Served;
using support::shapes_event;
using ::testing::HasSubstr;

// Opens a stream, and reads it line by line.
class Reader {
 public:
  explicit Reader(std::uint16_t port, const std::string& query = "")
      : client_(std::make_unique<Client>(port)) {
    client_->send("GET /api/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head_ = client_->read().value();
  }

  const HttpAnswer& head() const { return head_; }

  // The next line that is not empty; none when the stream has ended.
  std::optional<std::string> line() {
    std::size_t end = 0;
    while ((end = text_.find('\n')) == std::string::npos) {
      const std::optional<std::string> chunk = client_->read_chunk();
      if (!chunk || chunk->empty()) {
        whole_ = chunk.has_value();
        return std::nullopt;
      }
      text_ += *chunk;
    }
    const std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line.empty() ? this->line() : line;
  }

  // The next event that is no reload, as JSON; null when the stream has ended.
  nlohmann::json event() {
    while (const std::optional<std::string> text = line()) {
      if (!text->starts_with("data: ")) continue;
      nlohmann::json event = nlohmann::json::parse(text->substr(6));
      if (event["kind"] != "reload") return event;
    }
    return nullptr;
  }

  // After the end: whether it was an end in order.
  bool whole() const { return whole_; }

 private:
  std::unique_ptr<Client> client_;
  HttpAnswer head_;
  std::string text_;
  bool whole_ = false;
};

class StreamTest : public ::testing::Test {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.read_timeout = std::chrono::seconds(1);
    options.heartbeat = std::chrono::seconds(1);
    options.max_streams = 2;
    return options;
  }

  void publish(const FeedEvent& event) { served_.feed().publish({&event, 1}); }
  // Opened, and past its beginning.
  Reader open(const std::string& query = "") {
    Reader reader(server_->port(), query);
    EXPECT_EQ(reader.head().status, 200);
    EXPECT_EQ(reader.line(), "retry: 2000");
    EXPECT_EQ(reader.line(), "event: reload");
    return reader;
  }
  bool metrics_say(const std::string& line) {
    return Client(server_->port()).ask("GET", "/metrics").body.find('\n' + line + '\n') != std::string::npos;
  }

  Served served_;
  std::unique_ptr<Server> server_ = std::make_unique<Server>(served_.services(), options());
};

TEST_F(StreamTest, tells_what_happens_from_the_change_to_the_report) {
  Reader reader = open();
  EXPECT_EQ(reader.head().fields.at("content-type"), "text/event-stream");
  EXPECT_EQ(reader.head().fields.at("cache-control"), "no-store");
  EXPECT_EQ(reader.head().fields.at("x-accel-buffering"), "no");
  Client(server_->port()).ask("POST", "/", '[' + shapes_event(11, 5) + ']');
  const nlohmann::json pending = reader.event();
  EXPECT_EQ(pending["kind"], "pending");
  EXPECT_EQ(pending["target"], "project:7");
  EXPECT_EQ(pending["due"], "2024-06-12T12:15:00Z");
  served_.run_all();
  const nlohmann::json running = reader.event();
  EXPECT_EQ(running["kind"], "running");
  EXPECT_EQ(running["at"], "2024-06-12T12:15:00Z");
  EXPECT_EQ(reader.event()["kind"], "renewed");
}

TEST_F(StreamTest, tells_what_was_asked_for) {
  Reader reader = open("?target=project:7&kind=pending&kind=cancelled");
  served_.schedule().touch("project:8");
  served_.schedule().touch("project:7");
  served_.run_all();
  served_.schedule().touch("project:7");
  EXPECT_TRUE(served_.schedule().cancel("project:7"));
  for (const char* const kind : {"pending", "pending", "cancelled"}) {
    const nlohmann::json event = reader.event();
    EXPECT_EQ(event["kind"], kind);
    EXPECT_EQ(event["target"], "project:7");
  }
}

TEST_F(StreamTest, cuts_off_who_does_not_read_and_goes_on_with_who_does) {
  const Reader slow = open();
  Reader fast = open();
  // A few megabytes until what lies between the two is full. The fast one has read all of it before there is
  // more: it is never behind, however slow the machine is.
  const FeedEvent large{.kind = FeedKind::failed, .target = "project:7", .error = std::string(1000, 'x')};
  std::vector<FeedEvent> many(100, large);
  many.push_back({.kind = FeedKind::renewed, .target = "the end"});
  bool goes_on = true;
  wait_until([&] {
    served_.feed().publish(many);
    std::optional<std::string> line;
    do {
      line = fast.line();
      goes_on = line.has_value();
    } while (goes_on && line->find("the end") == std::string::npos);
    return !goes_on || metrics_say("retally_stream_readers_cut_off_total 1");
  });
  EXPECT_TRUE(goes_on);
  wait_until([&] { return metrics_say("retally_streams 1"); });
}

TEST_F(StreamTest, ends_with_the_server) {
  Reader waits = open();
  Reader busy = open();
  publish({.kind = FeedKind::renewed, .target = "project:7"});
  server_.reset();
  for (Reader* const reader : {&waits, &busy}) {
    while (reader->line()) continue;
    EXPECT_TRUE(reader->whole());
  }
}

TEST_F(StreamTest, ends_with_the_server_also_for_who_does_not_read) {
  const Reader slow = open();
  const std::vector<FeedEvent> many(
      100, {.kind = FeedKind::failed, .target = "project:7", .error = std::string(1000, 'x')});
  wait_until([&] {
    served_.feed().publish(many);
    return !metrics_say("retally_stream_skipped_events_total 0");
  });
  server_.reset();
}

TEST_F(StreamTest, one_too_many_is_refused_until_another_ends) {
  const Reader first = open();
  std::optional<Reader> second(open());
  Client third(server_->port());
  const HttpAnswer refused = third.ask("GET", "/api/stream");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.fields.at("retry-after"), "1");
  EXPECT_THAT(std::string(refused.json()["detail"]), HasSubstr("2 are open"));
  EXPECT_EQ(third.ask("GET", "/healthz").status, 200) << "only streams are";
  second.reset();
  wait_until([&] { return metrics_say("retally_streams 1"); });
  open();
}

TEST_F(StreamTest, a_client_that_goes_away_is_noticed) {
  { const Reader reader = open(); }
  wait_until([&] { return !served_.feed().wanted(); });
}

TEST_F(StreamTest, says_from_time_to_time_that_it_is_there) {
  Reader reader = open();
  EXPECT_EQ(reader.line(), "data: {\"kind\":\"reload\"}");
  EXPECT_EQ(reader.line(), ": nothing has happened");
  EXPECT_EQ(reader.line(), ": nothing has happened");
  publish({.kind = FeedKind::renewed, .target = "project:7"});
  EXPECT_EQ(reader.event()["target"], "project:7");
}

TEST_F(StreamTest, what_is_sent_after_the_request_is_ignored) {
  Client client(server_->port());
  client.send("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.read()->status, 200);
  client.send("and more\r\n");
  EXPECT_THAT(client.read_chunk().value(), HasSubstr("retry"));
  server_.reset();
  std::optional<std::string> last;
  while ((last = client.read_chunk()) && !last->empty()) continue;
  EXPECT_EQ(last, "");
  EXPECT_TRUE(client.ended());
}

TEST_F(StreamTest, a_client_of_http_1_0_gets_no_chunks) {
  Client client(server_->port());
  client.send("GET /api/stream HTTP/1.0\r\n\r\n");
  const HttpAnswer head = client.read(false).value();
  EXPECT_FALSE(head.fields.contains("transfer-encoding"));
  EXPECT_EQ(head.fields.at("connection"), "close");
  EXPECT_EQ(client.read_line(), "retry: 2000");
}

TEST_F(StreamTest, head_tells_of_it_and_opens_none) {
  Client client(server_->port());
  EXPECT_EQ(client.ask("HEAD", "/api/stream").fields.at("content-type"), "text/event-stream");
  EXPECT_EQ(client.ask("GET", "/healthz").status, 200) << "and the connection goes on";
  EXPECT_TRUE(metrics_say("retally_streams 0"));
}

}  // namespace
}  // namespace retally
