#include "events/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace retally {
namespace {

TEST(Decimal, ComparesByValue) {
  for (const char* const text : {"1", "1.0", "1.000", "1e0", "1E+0", "10e-1", "0.1e1", "0.01e2", "100e-2"}) {
    EXPECT_EQ(parse_decimal(text), parse_decimal("1")) << text;
  }
  for (const char* const text : {"0", "-0", "0.0", "0e5", "-0.00e-7"}) {
    EXPECT_EQ(parse_decimal(text), parse_decimal("0")) << text;
  }
  EXPECT_EQ(parse_decimal("123456789012345678901234567890"),
            parse_decimal("12345678901234567890123456789e1"));
}

TEST(Decimal, TellsApartWhatIsTheSameDouble) {
  EXPECT_NE(parse_decimal("9007199254740993"), parse_decimal("9007199254740992"));
  EXPECT_NE(parse_decimal("123456789012345678901234567890"), parse_decimal("123456789012345678901234567891"));
  EXPECT_NE(parse_decimal("1"), parse_decimal("-1"));
  EXPECT_NE(parse_decimal("1"), parse_decimal("10"));
}

TEST(Decimal, TakesOnlyNumbersOfJson) {
  for (const char* const text :
       {"",    "-",  "+1", "01", "-01", ".5",    "5.",    "1e",       "1e+", "1.e1",
        "0x1", "1 ", " 1", "1a", "--1", "1.2.3", "1e1.5", "Infinity", "NaN", "1e1234567890"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, HasAWholePart) {
  const auto whole = [](const char* text) { return whole_part(*parse_decimal(text)); };
  EXPECT_EQ(whole("1.9"), 1U);
  EXPECT_EQ(whole("0.9"), 0U);
  EXPECT_EQ(whole("12e3"), 12'000U);
  EXPECT_EQ(whole("12345e-3"), 12U);
  EXPECT_EQ(whole("1e-999999999"), 0U);
  EXPECT_EQ(whole("0e999999999"), 0U);
  EXPECT_EQ(whole("1e19"), 10'000'000'000'000'000'000U);
  EXPECT_EQ(whole("1e20"), std::nullopt);
  EXPECT_EQ(whole("1e999999999"), std::nullopt);
  EXPECT_EQ(whole("-1"), std::nullopt);
  EXPECT_EQ(whole("123456789012345678901"), std::nullopt);
}

TEST(Decimal, ParsesWholeNumbers) {
  EXPECT_EQ(parse_whole("0"), 0U);
  EXPECT_EQ(parse_whole("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_whole("3.0"), 3U);
  EXPECT_EQ(parse_whole("3e2"), 300U);
  for (const char* const text :
       {"", "18446744073709551616", "-1", "1.5", "1e-1", "x", "1x", " 1", "true", "0x1"}) {
    EXPECT_EQ(parse_whole(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Decimal, AnyWholeNumberInAnyForm, (std::uint64_t value)) {
  const std::string text = std::to_string(value);
  RC_ASSERT(parse_whole(text) == value);
  RC_ASSERT(parse_decimal(text) == parse_decimal(text + ".00"));
  RC_ASSERT(value == 0 || parse_decimal(text) == parse_decimal(text + "00e-2"));
  RC_ASSERT(value == 0 || parse_decimal(text) != parse_decimal(text + "7"));
}

}  // namespace
}  // namespace retally
