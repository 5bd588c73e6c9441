#include "report/csv_text.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

struct Case {
  std::string_view text;
  std::string_view field;
};

TEST(CsvText, IsQuotedAndGuardedWhereItHasTo) {
  const Case cases[] = {
      {"", ""},
      {"Zoë", "Zoë"},
      {"Lovelace, Ada", "\"Lovelace, Ada\""},
      {"the \"best\"", "\"the \"\"best\"\"\""},
      {"two\r\nlines", "\"two\r\nlines\""},
      {"=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "\"'\r=1\""},
      {"a=b", "a=b"},
      {"'quoted'", "'quoted'"},
  };
  for (const Case& c : cases) {
    std::string field;
    append_csv_text(field, c.text);
    EXPECT_EQ(field, c.field);
  }
}

}  // namespace
}  // namespace retally
