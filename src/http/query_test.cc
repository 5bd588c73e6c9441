#include "http/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "retally/error.h"

namespace retally::http {
namespace {

TEST(Query, gives_what_is_there) {
  const Query query("project_id=7&search=caf%C3%A9+au%20lait&empty=&flag&project_id=8");
  EXPECT_EQ(query.get("project_id"), "7");
  EXPECT_EQ(query.get("search"), "café au lait");
  EXPECT_EQ(query.get("empty"), "");
  EXPECT_EQ(query.get("flag"), "");
  EXPECT_EQ(query.get("other"), std::nullopt);
  EXPECT_THAT(query.all("project_id"), ::testing::ElementsAre("7", "8"));
  EXPECT_THAT(query.all("other"), ::testing::IsEmpty());
}

TEST(Query, takes_empty_pairs) {
  EXPECT_EQ(Query("&&a=1&").get("a"), "1");
  EXPECT_EQ(Query("a=b=c").get("a"), "b=c");
}

TEST(Query, refuses_broken_encoding) {
  for (const char* const text : {"a=%", "a=%4", "a=%zz", "%", "a=%00"})
    EXPECT_THROW(Query{text}, Error) << text;
}

TEST(Query, refuses_too_many_parameters) {
  std::string text;
  for (std::size_t i = 0; i < Query::kMaxParameters; ++i) text += "a=1&";
  EXPECT_NO_THROW(Query{text});
  EXPECT_THROW(Query{text + "a=1"}, Error);
}

TEST(Query, bounds_numbers) {
  const Query query("page=3&big=99999999999999999999&minus=-1&text=x&spaced=+3");
  EXPECT_EQ(query.number("page", 1, 10, 1), 3);
  EXPECT_EQ(query.number("absent", 1, 10, 5), 5);
  EXPECT_THROW(query.number("page", 4, 10, 4), Error);
  for (const char* const name : {"big", "minus", "text", "spaced"})
    EXPECT_THROW(query.number(name, 0, 10, 0), Error) << name;
}

TEST(Query, names_the_bad_number) {
  try {
    parse_number("page", "x", 1, 10);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "page: 'x' is not a whole number from 1 to 10");
  }
}

RC_GTEST_PROP(PercentDecode, undoes_encoding, (const std::string& text)) {
  RC_PRE(text.find('\0') == std::string::npos);
  std::string encoded;
  for (const char c : text) {
    constexpr std::string_view kDigits = "0123456789aBcDeF";
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  RC_ASSERT(percent_decode(encoded) == text);
}

}  // namespace
}  // namespace retally::http
