#include "report/terminal_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace retally {
namespace {

TEST(TerminalText, CountsColumns) {
  EXPECT_EQ(columns_of(""), 0);
  EXPECT_EQ(columns_of("Verkehr Süd"), 11);
  EXPECT_EQ(columns_of("駐車場 2024"), 11);
  EXPECT_EQ(columns_of("e\u0301"), 1);
  EXPECT_EQ(columns_of("🚗"), 2);
  EXPECT_EQ(columns_of("🪑"), 2);
}

TEST(TerminalText, CutsBetweenCharacters) {
  EXPECT_EQ(cut_to("Verkehr", 7), "Verkehr");
  EXPECT_EQ(cut_to("Verkehr", 6), "Verke…");
  EXPECT_EQ(cut_to("駐車場", 6), "駐車場");
  EXPECT_EQ(cut_to("駐車場", 5), "駐車…");
  EXPECT_EQ(cut_to("駐車場", 4), "駐…");
  EXPECT_EQ(cut_to("駐車場", 1), "…");
  EXPECT_EQ(cut_to("駐車場", 0), "");
}

RC_GTEST_PROP(TerminalText, IsNeverWiderThanItWasCutTo, (const std::string& text)) {
  const int columns = *rc::gen::inRange(0, 20);
  RC_ASSERT(columns_of(cut_to(printable(text), columns)) <= columns);
}

TEST(TerminalText, PrintsNothingThatWouldCommandTheTerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\nc"), "a\uFFFD[31mb\uFFFDc");
  EXPECT_EQ(printable("\u009b31m"), "\uFFFD31m");
  EXPECT_EQ(printable("abc\u202Ecba"), "abc\uFFFDcba");
  EXPECT_EQ(printable("abc\u061Ccba"), "abc\uFFFDcba");
  EXPECT_EQ(printable("Zo\xEB"), "Zo\uFFFD");
  EXPECT_EQ(printable("\xF0\x9F\x9A"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "half a surrogate pair";
  EXPECT_EQ(printable("駐車場 Süd 🚗"), "駐車場 Süd 🚗");
}

RC_GTEST_PROP(TerminalText, IsPrintableOnceItWasMadeSo, (const std::string& text)) {
  RC_ASSERT(printable(printable(text)) == printable(text));
}

TEST(TerminalText, GroupsThousands) {
  EXPECT_EQ(grouped(0, 0), "0");
  EXPECT_EQ(grouped(999, 0), "999");
  EXPECT_EQ(grouped(1000, 0), "1,000");
  EXPECT_EQ(grouped(-123456, 0), "-123,456");
  EXPECT_EQ(grouped(-1234567.25, 1), "-1,234,567.2");
  EXPECT_EQ(grouped(15.0008, 2), "15.00");
}

TEST(TerminalText, DrawsBarsToAnEighth) {
  EXPECT_EQ(bar(1, 4), "████");
  EXPECT_EQ(bar(0.5, 4), "██");
  EXPECT_EQ(bar(0.6, 4), "██▍");
  EXPECT_EQ(bar(0, 4), "");
  EXPECT_EQ(bar(-1, 4), "");
  EXPECT_EQ(bar(1e-9, 4), "▏") << "whatever there is, is seen";
  EXPECT_EQ(bar(7, 4), "████");
}

}  // namespace
}  // namespace retally
