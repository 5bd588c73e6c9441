#include "http/event_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/feed_testing.h"
#include "retally/error.h"
#include "tests/support/api.h"

namespace retally::http {
namespace {

using support::Api;
using support::Served;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kReload = "event: reload\ndata: {\"kind\":\"reload\"}\n\n";

class EventStreamTest : public ::testing::Test {
 protected:
  std::shared_ptr<Stream> open(const std::string& query = "") {
    std::shared_ptr<Stream> stream = streams_.open(EventFilter(Query(query)));
    stream->start([this] { ++wakes_; });
    return stream;
  }
  // One that has been told how it begins.
  std::shared_ptr<Stream> open_and_read(const std::string& query = "") {
    std::shared_ptr<Stream> stream = open(query);
    stream->take();
    wakes_ = 0;
    return stream;
  }
  void publish(const FeedEvent& event) { feed_.publish({&event, 1}); }
  double metric(const std::string& name) const {
    for (const prometheus::MetricFamily& family : streams_.metrics()) {
      if (family.name == name) return family.metric.at(0).gauge.value;
    }
    ADD_FAILURE() << "there is no " << name;
    return -1;
  }

  const TimePoint noon_{std::chrono::sys_days{std::chrono::year{2024} / 6 / 12} + std::chrono::hours(12)};
  const FeedEvent renewed_{.kind = FeedKind::renewed, .target = "project:7", .at = noon_};
  const FeedEvent failed_{
      .kind = FeedKind::failed, .target = "task:3", .at = noon_, .error = "the disk\nis full"};
  DirectFeed feed_;
  EventStreams streams_{feed_, 2};
  int wakes_ = 0;
};

TEST_F(EventStreamTest, BeginsWithAReload) {
  EXPECT_EQ(open()->take(), std::string("retry: 2000\n\n") + kReload);
}

TEST_F(EventStreamTest, IsServerSentEvents) {
  const auto stream = open_and_read();
  publish({.kind = FeedKind::pending,
           .target = "project:7",
           .at = noon_,
           .due = noon_ + std::chrono::minutes(15)});
  publish(failed_);
  EXPECT_EQ(stream->take(),
            "event: pending\n"
            R"(data: {"kind":"pending","target":"project:7","at":"2024-06-12T12:00:00Z",)"
            R"("due":"2024-06-12T12:15:00Z"})"
            "\n\n"
            "event: failed\n"
            R"(data: {"kind":"failed","target":"task:3","at":"2024-06-12T12:00:00Z",)"
            R"("error":"the disk\nis full"})"
            "\n\n");
  EXPECT_EQ(stream->take(), "");
}

TEST_F(EventStreamTest, TellsOfARunWhoAskedForIt) {
  const auto stream = open_and_read();
  publish({.kind = FeedKind::running,
           .target = "project:7",
           .at = noon_,
           .due = noon_,
           .run = RunKind::request,
           .user = "anna",
           .attempt = 1,
           .touches = 3});
  EXPECT_THAT(stream->take(), HasSubstr(R"("run":"request","user":"anna","attempt":1,"touches":3})"));
}

TEST_F(EventStreamTest, WakesItsConnectionOnceUntilThatHasTakenWhatThereIs) {
  const auto stream = open_and_read();
  publish(renewed_);
  publish(renewed_);
  EXPECT_EQ(wakes_, 1);
  stream->take();
  publish(renewed_);
  EXPECT_EQ(wakes_, 2);
}

TEST_F(EventStreamTest, GivesWhatWasAskedFor) {
  const auto by_target = open_and_read("target=task%3A3&target=task:4");
  const auto by_kind = open_and_read("kind=renewed&kind=pending");
  publish(renewed_);
  EXPECT_EQ(wakes_, 1) << "nobody is woken for what is not for him";
  publish(failed_);
  publish({});
  EXPECT_THAT(by_target->take(), AllOf(HasSubstr("failed"), HasSubstr("reload"), Not(HasSubstr("renewed"))));
  EXPECT_THAT(by_kind->take(), AllOf(HasSubstr("renewed"), HasSubstr("reload"), Not(HasSubstr("failed"))));
}

TEST_F(EventStreamTest, PutsAReloadInThePlaceOfWhatIsTooMuch) {
  const auto stream = open_and_read();
  FeedEvent large = failed_;
  large.error.assign(1000, 'x');
  for (int i = 0; i < 1000; ++i) publish(large);
  publish(renewed_);
  const std::string text = stream->take();
  EXPECT_LE(text.size(), EventStream::kMaxUnsent);
  EXPECT_THAT(text, HasSubstr(kReload));
  EXPECT_LT(text.find(kReload), text.find("renewed"));
  EXPECT_GT(metric("retally_stream_skipped_events_total"), 500);
}

TEST_F(EventStreamTest, AreOpenInABoundedNumber) {
  auto first = open();
  const auto second = open();
  EXPECT_EQ(metric("retally_streams"), 2);
  EXPECT_THROW(open(), Error);
  EXPECT_EQ(metric("retally_streams"), 2);
  first.reset();
  EXPECT_EQ(metric("retally_streams"), 1);
  EXPECT_NO_THROW(open());
}

TEST_F(EventStreamTest, EndsItsSubscription) {
  open();
  EXPECT_FALSE(feed_.wanted());
}

TEST(StreamEndpoint, RefusesWhatItDoesNotKnow) {
  Served served;
  Api api(served);
  EXPECT_EQ(api.get("/api/stream?target=x").status, 400);
  EXPECT_THAT(api.get("/api/stream?kind=x").detail(), HasSubstr("expected pending"));
  EXPECT_EQ(api.get("/api/stream?kind=pending&target=job:1").type, "text/event-stream");
}

}  // namespace
}  // namespace retally::http
