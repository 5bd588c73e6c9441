#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/decoder.h"
#include "events/events_testing.h"
#include "retally/error.h"

namespace retally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Collected decode_table(std::string_view body) {
  CollectingSink sink;
  decode_csv(body, sink);
  return std::move(sink.collected);
}

TEST(CsvDecoder, reads_a_body_as_a_log_is_read) {
  const std::string sample = read_file(RETALLY_SOURCE_DIR "/tests/samples/events.csv");
  EXPECT_EQ(decode_table(sample), read_log(sample, 1000));
  EXPECT_EQ(decode_table(sample).events.size(), 25U);
}

TEST(CsvDecoder, tells_the_lines_of_the_body) {
  const auto [names, commas] = columns_besides({"scope", "timestamp", "payload"});
  const Collected got =
      decode_table("\xEF\xBB\xBF\r\n" + names + "scope,timestamp,payload\r\n" + commas +
                   "\"a\",1,\"two\nlines\"\n" + commas + "b,yesterday,\n" + commas + "c,3,\n");
  EXPECT_THAT(got.lines(), ElementsAre(3, 6));
  EXPECT_THAT(got.bad_lines(), ElementsAre(5));
}

TEST(CsvDecoder, a_header_alone_is_no_event) {
  const std::string names = columns_besides({"scope", "timestamp"}).names;
  EXPECT_THAT(decode_table(names + "timestamp,scope\n").events, IsEmpty());
}

TEST(CsvDecoder, refuses_what_has_no_such_header) {
  for (const char* const body :
       {"", "  \n", "[]", R"([{"scope":"a:b","timestamp":1}])", "scope\na", "a:b,1\n"})
    EXPECT_THROW(decode_table(body), Error) << body;
}

// Its events would be other ones than those that came live, and count once more.
TEST(CsvDecoder, names_the_columns_that_a_header_lacks) {
  const std::string names = columns_besides({"scope", "timestamp", "user_email", "org_id"}).names;
  try {
    decode_table(names + "scope,timestamp,access_token_id\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_THAT(error.what(), HasSubstr("lacks user_email, org_id:"));
  }
}

}  // namespace
}  // namespace retally
