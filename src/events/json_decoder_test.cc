#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/decoder.h"
#include "events/events_testing.h"
#include "retally/error.h"

namespace retally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Collected decode(std::string_view body) {
  JsonDecoder decoder;
  CollectingSink sink;
  decoder.decode(body, sink);
  return std::move(sink.collected);
}

// An event with one more member.
std::string with(std::string_view member) {
  return std::string(R"({"scope":"a:b","timestamp":1,)").append(member).append("}");
}

std::uint64_t hash_with(std::string_view member) {
  const Collected got = decode(with(member));
  EXPECT_THAT(got.events, SizeIs(1)) << member << (got.bad.empty() ? "" : got.bad[0].reason);
  return got.events.empty() ? 0 : got.events[0].hash;
}

std::string reason_of(std::string_view event) {
  const Collected got = decode(event);
  EXPECT_THAT(got.bad, SizeIs(1)) << event;
  return got.bad.empty() ? "" : got.bad[0].reason;
}

TEST(JsonDecoder, DecodesEveryColumn) {
  struct Check final : EventSink {
    void on_event(const Event& event, std::uint64_t /*line*/) override {
      EXPECT_EQ(event.scope, "create:job");
      EXPECT_EQ(event.obj_name, "Zoë \"x\"");
      EXPECT_EQ(event.obj_id, 11U);
      EXPECT_EQ(event.obj_val, "v");
      EXPECT_EQ(event.source, "server");
      EXPECT_EQ(event.time_ms, 1'718'010'090'120);
      EXPECT_EQ(event.count, 3U);
      EXPECT_EQ(event.duration_ms, 4U);
      EXPECT_EQ(event.project_id, 5U);
      EXPECT_EQ(event.task_id, 6U);
      EXPECT_EQ(event.job_id, 7U);
      EXPECT_EQ(event.user_id, 8U);
      EXPECT_EQ(event.user_name, "駐");
      EXPECT_EQ(event.user_email, "e");
      EXPECT_EQ(event.org_id, 9U);
      EXPECT_EQ(event.org_slug, "o");
      EXPECT_EQ(event.payload.job_type, "ground_truth");
      ++events;
    }
    void on_bad(const BadEvent& bad, std::uint64_t /*line*/) override { ADD_FAILURE() << bad.reason; }
    int events = 0;
  } sink;
  JsonDecoder().decode(R"({"payload":"{\"type\":\"ground_truth\"}","org_slug":"o","org_id":9,"user_email":"e",
    "user_name":"\u99d0","user_id":"8","job_id":7.0,"task_id":6,"project_id":5,"duration":4,"count":3,
    "timestamp":"1718010090.12","source":"server","obj_val":"v","obj_id":11,"obj_name":"Zo\u00eb \"x\"",
    "scope":"create:job","access_token_id":5,"unknown":[{"a":tru}]})",
                       sink);
  EXPECT_EQ(sink.events, 1);
}

TEST(JsonDecoder, AbsentNullAndEmptyAreTheSame) {
  const std::uint64_t hash = decode(R"({"scope":"a:b","timestamp":1})").events[0].hash;
  for (const char* const member :
       {R"("obj_name":null)", R"("obj_name":"")", R"("count":null)", R"("count":"")", R"("duration":0)",
        R"("duration":null)", R"("payload":null)", R"("payload":"")", R"("unknown":5)",
        R"("access_token_id":5)"}) {
    EXPECT_EQ(hash_with(member), hash) << member;
  }
  EXPECT_NE(hash_with(R"("count":0)"), hash);
  EXPECT_NE(hash_with(R"("job_id":0)"), hash);
}

TEST(JsonDecoder, TakesNumbersInAnyForm) {
  EXPECT_EQ(hash_with(R"("job_id":5)"), hash_with(R"("job_id":"5")"));
  EXPECT_EQ(hash_with(R"("job_id":5)"), hash_with(R"("job_id":5.0)"));
  EXPECT_EQ(hash_with(R"("job_id":5)"), hash_with(R"("job_id":5 , "x" : 1)"));
  EXPECT_EQ(hash_with(R"("obj_val":5000)"), hash_with(R"("obj_val":"5000")"));
}

TEST(JsonDecoder, TakesAPayloadAsAnObject) {
  EXPECT_EQ(hash_with(R"("payload":{"a": [1, "x"]})"), hash_with(R"("payload":"{\"a\":[1,\"\\u0078\"]}")"));
  EXPECT_EQ(hash_with(R"("payload":[1, 2])"), hash_with(R"("payload":"[1,2]")"));
}

TEST(JsonDecoder, TheLastOfEqualKeysIsTaken) {
  EXPECT_EQ(hash_with(R"("job_id":1,"job_id":2)"), hash_with(R"("job_id":2)"));
  EXPECT_EQ(hash_with(R"("job_id":1,"job_id":null)"), hash_with(R"("x":1)"));
}

TEST(JsonDecoder, KnowsAColumnByItsEscapedName) {
  EXPECT_EQ(hash_with(R"("\u006aob_id":2)"), hash_with(R"("job_id":2)"));
}

// ClickHouse cut the count to 16 bits and the duration to 32; the payload still has the list.
TEST(JsonDecoder, MendsACountThatWasCut) {
  std::string list = "[0";
  for (int i = 1; i < 70'000; ++i) list += ",0";
  list += ']';
  const auto event = [&](std::string_view scope, int count) {
    return decode(std::string(R"({"scope":")").append(scope).append(R"(","timestamp":1,"count":)") +
                  std::to_string(count) + R"(,"payload":{"shapes":)" + list + "}}")
        .events.at(0);
  };
  EXPECT_EQ(event("create:shapes", 4464).count, 70'000U);
  EXPECT_EQ(event("create:shapes", 70'000).count, 70'000U);
  EXPECT_EQ(event("create:shapes", 4464).hash, event("create:shapes", 70'000).hash);
  EXPECT_EQ(event("create:shapes", 4465).count, 4465U);
  EXPECT_EQ(event("create:tracks", 4464).count, 4464U);
  EXPECT_EQ(hash_with(R"("duration":4294967301)"), hash_with(R"("duration":5)"));
}

TEST(JsonDecoder, SaysWhatIsWrong) {
  EXPECT_EQ(reason_of(R"({"timestamp":1})"), "scope: is missing");
  EXPECT_EQ(reason_of(R"({"scope":"","timestamp":1})"), "scope: is missing");
  EXPECT_EQ(reason_of(R"({"scope":"a"})"), "timestamp: is missing");
  EXPECT_THAT(reason_of(R"({"scope":"a","timestamp":"2024-13-01"})"),
              HasSubstr("timestamp: '2024-13-01' is not a time"));
  EXPECT_EQ(reason_of(with(R"("count":-1)")),
            "count: '-1' is not a whole number from 0 to 18446744073709551615");
  for (const char* const member : {R"("count":-1)",
                                   R"("count":"x")",
                                   R"("count":1.5)",
                                   R"("count":99999999999999999999)",
                                   R"("count":true)",
                                   R"("count":[1])",
                                   R"("count":{})",
                                   R"("count":tru)",
                                   R"("count":)",
                                   R"("count")",
                                   R"("obj_name":true)",
                                   R"("obj_name":["x"])",
                                   R"("obj_name":{})",
                                   R"("obj_name":1x)",
                                   R"("obj_name":"\ud800")",
                                   R"("obj_name":"\udc00")",
                                   R"("obj_name":"\ud800x")",
                                   R"("obj_name":"\q")",
                                   R"("obj_name":"a\u0000")",
                                   "\"obj_name\":\"\xFF\"",
                                   "\"obj_name\":\"\x01\"",
                                   R"("payload":true)",
                                   R"("duration":-5)",
                                   R"("timestamp":true)",
                                   R"("payload":"{\"a\":\ud800}")",
                                   R"("a":1 "b":2)",
                                   R"("x":"y":[1])",
                                   R"("obj_val":"y":[1])",
                                   R"("a":1,)"}) {
    EXPECT_THAT(reason_of("[" + with(member) + "]").size(), testing::Gt(5U)) << member;
  }
  EXPECT_EQ(reason_of(with(R"("payload":{x"y","b":1)")), "payload: is not well-formed JSON");
  EXPECT_EQ(reason_of(with(R"("payload":[{2"b":1}])")), "payload: is not well-formed JSON");
}

TEST(JsonDecoder, ABadEventCostsNoOther) {
  const Collected got = decode("[" + with(R"("obj_name":"\ud800")") + ", " + with(R"("a":1)") +
                               R"(,1,"x",null,[],[[1,2],3],{},{"a":tru}, )" + with(R"("count":1e30)") + "," +
                               with(R"("b":"]},{[")") + "]");
  EXPECT_THAT(got.lines(), ElementsAre(2, 11));
  EXPECT_THAT(got.bad_lines(), ElementsAre(1, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_EQ(got.bad[0].text, with(R"("obj_name":"\ud800")"));
  EXPECT_EQ(got.bad[5].text, "[[1,2],3]");
}

TEST(JsonDecoder, TakesEveryLayout) {
  const std::string event = with(R"("a":1)");
  EXPECT_THAT(decode(event).events, SizeIs(1));
  EXPECT_THAT(decode("[]").events, SizeIs(0));
  EXPECT_THAT(decode(" [ " + event + " ] \n").events, SizeIs(1));
  EXPECT_THAT(decode("\xEF\xBB\xBF[" + event + "," + event + "]").events, SizeIs(2));
  EXPECT_THAT(decode(event + "\n" + event + "\n").events, SizeIs(2));
  EXPECT_THAT(decode("[" + event + "]\n[" + event + "]").lines(), ElementsAre(1, 2));
  EXPECT_THAT(decode("[\n" + event + ",\n" + event + "\n]\n").events, SizeIs(2));
  EXPECT_THAT(decode("{\n\"scope\":\"a\",\n\"timestamp\":1}").events, SizeIs(1));
}

TEST(JsonDecoder, RefusesWhatIsNoJson) {
  const std::string event = with(R"("a":1)");
  for (const std::string& body :
       {std::string(), std::string(" \n"), std::string("hello"), std::string("1"), std::string("\"x\""),
        std::string("null"), "[" + event, "[" + event + ",", "[" + event + "] x", std::string("["),
        std::string("[\"x"), "[" + event + ",{\"scope\":"}) {
    EXPECT_THROW(decode(body), Error) << body;
  }
}

TEST(JsonDecoder, IsUsedAgainAfterABadBody) {
  JsonDecoder decoder;
  CollectingSink sink;
  EXPECT_THROW(decoder.decode("[{\"scope\":\"", sink), Error);
  decoder.decode(with(R"("a":1)"), sink);
  EXPECT_THAT(sink.collected.events, SizeIs(1));
}

TEST(JsonDecoder, of_lines_each_stands_for_itself) {
  JsonDecoder decoder;
  CollectingSink sink;
  decoder.decode_lines(
      "\n\nhello\n{\"scope\":\"a:b\",\"timestamp\":1}\n\n[{\"scope\":\"a:b\",\"timestamp\":2}]\n{\"scope\"\n",
      sink);
  EXPECT_THAT(sink.collected.lines(), ElementsAre(4, 6));
  EXPECT_THAT(sink.collected.bad_lines(), ElementsAre(3, 7));
  EXPECT_THROW(decoder.decode_lines(" \n", sink), Error);
}

}  // namespace
}  // namespace retally
