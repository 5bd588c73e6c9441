#include "feed/message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace retally {
namespace {

const FeedEvent kFull{.kind = FeedKind::running,
                      .target = "project:7",
                      .at = TimePoint(Millis(1718193600123)),
                      .due = TimePoint(Millis(1718193600000)),
                      .run = RunKind::request,
                      .user = "anna",
                      .attempt = 2,
                      .touches = 3,
                      .error = "the disk is full\n"};

TEST(MessageTest, IsWhatTheProtocolSays) {
  const std::vector<FeedEvent> events{{.kind = FeedKind::pending,
                                       .target = "project:7",
                                       .at = TimePoint(Millis(1718193600000)),
                                       .due = TimePoint(Millis(1718194500000))},
                                      {}};
  EXPECT_EQ(to_message(events),
            R"([{"kind":"pending","target":"project:7","at":1718193600000,"due":1718194500000},)"
            R"({"kind":"reload"}])");
}

TEST(MessageTest, KeepsEverythingThatAnEventSays) {
  std::vector<FeedEvent> events{kFull, {}};
  for (std::size_t kind = 0; kind < kFeedKinds; ++kind)
    events.push_back({.kind = FeedKind(kind), .target = "a"});
  EXPECT_EQ(from_message(to_message(events)), events);
}

TEST(MessageTest, ShowsATargetThatIsNoText) {
  const FeedEvent event{.kind = FeedKind::renewed, .target = "a\xff"};
  EXPECT_EQ(from_message(to_message({&event, 1})).at(0).target, "a\xef\xbf\xbd");
}

TEST(MessageTest, LeavesOutKindsThatItDoesNotKnow) {
  const auto events =
      from_message(R"([{"kind":"dreamt","target":"a"},{"kind":"renewed","target":"b","more":[]}])");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].target, "b");
}

TEST(MessageTest, AsksForALookWhenItCannotBeUnderstood) {
  for (const char* const message : {"", "no json", "7", "{}x", R"([{"target":"a"}])", R"([{"kind":7}])",
                                    R"([{"kind":"failed","target":7}])"})
    EXPECT_EQ(from_message(message), std::vector<FeedEvent>(1)) << message;
  EXPECT_TRUE(from_message("[]").empty());
  EXPECT_EQ(from_message(std::string(100'000, '[')), std::vector<FeedEvent>(1));
}

RC_GTEST_PROP(MessageTest, NoMessageDoesHarm, (const std::string& message)) {
  from_message(message);
}

}  // namespace
}  // namespace retally
