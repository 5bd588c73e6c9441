#include "store/postgres/clean_text.h"

#include <gtest/gtest.h>

#include <string>

namespace retally::postgres {
namespace {

TEST(CleanText, LeavesWhatIsValid) {
  for (const std::string text : {"", "a", "Grüße, 世界 🌍", "\x7F", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(clean_text(text), text);
}

TEST(CleanText, ReplacesWhatPostgresqlWouldRefuse) {
  EXPECT_EQ(clean_text(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(clean_text("a\xFF"
                       "b"),
            "a\uFFFDb");
  EXPECT_EQ(clean_text("\xC3"), "\uFFFD") << "cut off";
  EXPECT_EQ(clean_text("\xE4\xB8"), "\uFFFD\uFFFD") << "cut off";
  EXPECT_EQ(clean_text("\xC0\xAF"), "\uFFFD\uFFFD") << "longer than need be";
  EXPECT_EQ(clean_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
  EXPECT_EQ(clean_text("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "past the last character";
  EXPECT_EQ(clean_text("\x80x"), "\uFFFDx");
}

}  // namespace
}  // namespace retally::postgres
