#include "events/payload.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "events/limits.h"

namespace retally {
namespace {

struct Read {
  std::uint64_t hash = 0;
  std::uint64_t working_ms = 0;
  std::uint64_t listed = 0;
  std::string type;
};

Read read(std::string_view text, std::string_view scope = "send:working_time") {
  PayloadReader reader;
  Payload payload;
  Read result;
  EXPECT_FALSE(reader.read(text, scope, payload, result.hash)) << text;
  result.working_ms = payload.working_ms;
  result.listed = payload.listed_objects;
  result.type = payload.job_type;
  return result;
}

std::string nested(int levels) {
  const auto size = static_cast<std::size_t>(levels);
  return std::string(size, '[') + std::string(size, ']');
}

TEST(Payload, IsComparedAsTheJsonThatItHolds) {
  const std::uint64_t hash = read(R"({"a":1,"b":["x\"é",true,null]})").hash;
  for (const char* const same :
       {R"({"b":["x\"é",true,null],"a":1})", R"( { "a" : 1 , "b" : [ "x\"é" , true , null ] } )",
        R"({"a":1.0,"b":["x\u0022\u00e9",true,null]})", R"({"\u0061":10e-1,"b":["\u0078\"é",true,null]})"}) {
    EXPECT_EQ(read(same).hash, hash) << same;
  }
}

TEST(Payload, TellsApartWhatDiffers) {
  const std::set<std::string> different = {"",
                                           "null",
                                           "true",
                                           "false",
                                           "0",
                                           "1",
                                           "-1",
                                           R"("")",
                                           R"("1")",
                                           R"("true")",
                                           "[]",
                                           "{}",
                                           "[null]",
                                           "[[]]",
                                           "[{}]",
                                           "[1,2]",
                                           "[2,1]",
                                           "[[1],2]",
                                           "[1,[2]]",
                                           R"({"a":1})",
                                           R"({"a":"1"})",
                                           R"({"b":1})",
                                           R"({"a":1,"a":1})",
                                           R"({"a":1,"b":2})",
                                           R"({"a":2,"b":1})",
                                           R"({"a":{"b":1}})",
                                           R"({"a":{},"b":1})",
                                           "not json",
                                           "{",
                                           "1 2",
                                           "1,2",
                                           "[1],[1]",
                                           "1]",
                                           "tru",
                                           R"({"a":1}x)",
                                           " "};
  std::set<std::uint64_t> hashes;
  for (const std::string& text : different) EXPECT_TRUE(hashes.insert(read(text).hash).second) << text;
}

TEST(Payload, GivesTheWorkingTime) {
  EXPECT_EQ(read(R"({"working_time":2000})").working_ms, 2000U);
  EXPECT_EQ(read(R"({"x":{"working_time":1},"working_time":2e3})").working_ms, 2000U);
  EXPECT_EQ(read(R"({"working_time":1.9})").working_ms, 1U);
  EXPECT_EQ(read(R"({"working_time":1,"working_time":5})").working_ms, 5U);
  for (const char* const none :
       {"{}", R"({"working_time":-5})", R"({"working_time":"5"})", R"({"working_time":null})",
        R"({"working_time":[5]})", R"({"working_time":1e30})", R"([{"working_time":5}])",
        R"({"working_time":5)", R"({"working_time":5}})", R"({"working_time":05})",
        R"({"working_time":5,"a":"b":[1]})"}) {
    EXPECT_EQ(read(none).working_ms, 0U) << none;
  }
}

TEST(Payload, CountsTheListOfItsScope) {
  const char* const text = R"({"shapes":[{"id":1},{"id":2}],"tracks":[3],"tags":7,"type":"annotation"})";
  EXPECT_EQ(read(text, "create:shapes").listed, 2U);
  EXPECT_EQ(read(text, "delete:tracks").listed, 1U);
  EXPECT_EQ(read(text, "update:tags").listed, 0U);
  EXPECT_EQ(read(text, "load:shapes").listed, 0U);
  EXPECT_EQ(read(text, "create:job").listed, 0U);
  EXPECT_EQ(read(text, "create:job").type, "annotation");
  EXPECT_EQ(read(text, "update:job").type, "");
}

TEST(Payload, ABadStringCostsNothingElse) {
  const Read bad = read(R"({"message":"\ud800","working_time":7})");
  EXPECT_EQ(bad.working_ms, 7U);
  EXPECT_NE(bad.hash, read(R"({"message":"\udc00","working_time":7})").hash);
  EXPECT_NE(bad.hash, read(R"({"message":"","working_time":7})").hash);
}

TEST(Payload, RefusesWhatIsNestedTooDeep) {
  PayloadReader reader;
  Payload payload;
  std::uint64_t hash = 0;
  EXPECT_FALSE(reader.read(nested(kMaxPayloadDepth), "a:b", payload, hash));
  EXPECT_TRUE(reader.read(nested(kMaxPayloadDepth + 1), "a:b", payload, hash));
  EXPECT_TRUE(reader.read(nested(500'000), "a:b", payload, hash));
  EXPECT_FALSE(reader.read("{}", "a:b", payload, hash));
}

}  // namespace
}  // namespace retally
