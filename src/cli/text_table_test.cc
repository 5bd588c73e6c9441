#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

TEST(TextTable, AlignsItsColumns) {
  TextTable table({{"name"}, {"count", Align::right}});
  table.add({"a", "1"});
  table.add({"bcdef", "1234567"});
  EXPECT_EQ(table.text(80), "name     count\na            1\nbcdef  1234567\n");
}

TEST(TextTable, CutsTheWidestTextToFit) {
  TextTable table({{"name"}, {"n", Align::right}});
  table.add({"駐車場駐車場駐車場", "1"});
  EXPECT_EQ(table.text(14), "name         n\n駐車場駐車…  1\n");
}

TEST(TextTable, NamesCannotMoveTheCursor) {
  TextTable table({{"name"}});
  table.add({"a\x1b[2J"});
  EXPECT_EQ(table.text(80).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace retally
