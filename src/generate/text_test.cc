#include "generate/text.h"

#include <gtest/gtest.h>

namespace retally::simulated {
namespace {

std::string json(std::string_view text, Escapes escapes) {
  std::string out;
  append_json_string(out, text, escapes);
  return out;
}

TEST(GenerateText, PythonEscapesWhatIsNotAscii) {
  EXPECT_EQ(json("Zoë 駐 🚗", Escapes::ascii), R"("Zo\u00eb \u99d0 \ud83d\ude97")");
  EXPECT_EQ(json("Zoë 駐 🚗", Escapes::utf8), R"("Zoë 駐 🚗")");
}

TEST(GenerateText, ControlCharactersAndQuotesAreEscaped) {
  EXPECT_EQ(json("a\"b\\c\n\r\t\x01", Escapes::utf8), R"("a\"b\\c\n\r\t\u0001")");
  EXPECT_EQ(json("", Escapes::ascii), "\"\"");
}

std::string seconds(std::int64_t time_us) {
  std::string out = "00";  // what stands before must not be cut with the zeros
  append_seconds(out, time_us);
  return out.substr(2);
}

TEST(GenerateText, SecondsLookLikePythonsFloats) {
  EXPECT_EQ(seconds(1718010090'120'000), "1718010090.12");
  EXPECT_EQ(seconds(1718010090'000'000), "1718010090.0");
  EXPECT_EQ(seconds(1718006400'120'301), "1718006400.120301");
  EXPECT_EQ(seconds(1718006464'000'001), "1718006464.000001");
}

std::string datetime(std::int64_t time_us) {
  std::string out;
  append_datetime(out, time_us);
  return out;
}

TEST(GenerateText, DatetimesHaveSixDigitsOrNone) {
  EXPECT_EQ(datetime(1718006400'120'301), "2024-06-10 08:00:00.120000+00:00");
  EXPECT_EQ(datetime(1718006464'000'999), "2024-06-10 08:01:04+00:00");
  EXPECT_EQ(datetime(1709164799'999'999), "2024-02-28 23:59:59.999000+00:00");
}

TEST(GenerateText, UuidsAreOfVersionFour) {
  std::string out;
  append_uuid(out, 0xfedcba9876543210, 0xffffffffffffffff);
  EXPECT_EQ(out, "fedcba98-7654-4210-bfff-ffffffffffff");
}

}  // namespace
}  // namespace retally::simulated
