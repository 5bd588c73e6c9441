#include "cli/rejects_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "cli/log_sections.h"
#include "tests/support/text_source.h"

namespace retally {
namespace {

// Hands out a text a few bytes at a time, so that every boundary falls somewhere.
struct Section {
  std::string name;
  std::optional<LogFormat> format;
  std::uint64_t lines_before = 0;
  std::string text;
  bool operator==(const Section&) const = default;
};

void PrintTo(const Section& section, std::ostream* out) {
  *out << section.name << "+" << section.lines_before << ": " << testing::PrintToString(section.text);
}

std::vector<Section> sections_of(const std::string& text, std::size_t step, std::size_t buffer_size) {
  TextSource source(text, step);
  LogSections sections(source);
  std::vector<Section> found;
  std::string buffer(buffer_size, '\0');
  while (sections.next()) {
    found.push_back({sections.name(), sections.format(), sections.lines_before(), ""});
    while (const std::size_t got = sections.read(buffer.data(), buffer.size()))
      found.back().text += buffer.substr(0, got);
  }
  return found;
}

class RejectsFileTest : public ::testing::Test {
 protected:
  ~RejectsFileTest() override { std::filesystem::remove(path_); }

  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }

  const std::string path_ = testing::TempDir() + "retally_rejects_" + std::to_string(::getpid());
};

TEST_F(RejectsFileTest, NothingIsCreatedWithoutARejectedRecord) {
  RejectsFile file(path_);
  file.begin_log({"events.csv", "scope,timestamp"});
  file.close();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(RejectsFileTest, HoldsTheRecordsUnderTheirReasons) {
  RejectsFile file(path_);
  file.begin_log({"events.csv", "scope,timestamp"});
  file.add(12, "timestamp: 'a\nb' is not a time", "create:shapes,\"a\nb\"");
  file.add(13, "timestamp: is missing", "create:shapes,");
  file.begin_log({"untouched.csv", "scope,timestamp"});
  file.begin_log({"more.json", "", false});
  file.add(3, "scope: is missing", "{\"timestamp\":\n\"1\"}");
  file.close();
  EXPECT_EQ(
      content(),
      "# retally: mend the lines below and import this file; lines that begin like this one are skipped\n"
      "# retally: log csv events.csv\n"
      "scope,timestamp\n"
      "# retally: line 12: timestamp: 'a b' is not a time\n"
      "create:shapes,\"a\nb\"\n"
      "# retally: line 13: timestamp: is missing\n"
      "create:shapes,\n"
      "# retally: log ndjson more.json\n"
      "# retally: event 3: scope: is missing\n"
      "{\"timestamp\": \"1\"}\n");
}

TEST_F(RejectsFileTest, WhatIsRejectedLateStandsUnderItsOwnLog) {
  const RejectedLog first{"a.csv", "scope,timestamp"};
  RejectsFile file(path_);
  file.begin_log(first);
  file.add(2, "reason", "one");
  file.begin_log({"b.ndjson", ""});
  file.add(1, "reason", "{}");
  file.add(first, 3, "reason", "two");
  file.add(first, 4, "reason", "three");
  file.add(2, "reason", "[]");
  file.close();
  std::string records;
  for (const Section& section : sections_of(content(), 100, 100))
    records += section.name + "\n" + section.text;
  EXPECT_EQ(records,
            "a.csv\nscope,timestamp\n\none\n"
            "b.ndjson\n{}\n"
            "a.csv\nscope,timestamp\n\ntwo\n\nthree\n"
            "b.ndjson\n[]\n");
}

TEST_F(RejectsFileTest, IsTakenApartIntoItsLogsAgain) {
  RejectsFile file(path_);
  file.begin_log({"events.csv", "scope,timestamp"});
  file.add(12, "reason", "one");
  file.add(13, "reason", "two");
  file.begin_log({"more.json", "", false});
  file.add(3, "reason", "{}");
  file.close();
  // An empty line stands for each of ours, so that the line numbers of what follows are true.
  const std::vector<Section> expected{{"events.csv", LogFormat::csv, 2, "scope,timestamp\n\none\n\ntwo\n"},
                                      {"more.json", LogFormat::ndjson, 9, "{}\n"}};
  for (std::size_t step : {1u, 7u, 10'000u}) {
    for (std::size_t buffer : {1u, 5u, 10'000u}) EXPECT_EQ(sections_of(content(), step, buffer), expected);
  }
}

TEST(LogSections, AnOrdinaryLogIsOneSectionAsItIs) {
  for (const std::string text : {"", "#", "scope,timestamp\r\n# retally: log no\r\n", "# retally"})
    EXPECT_EQ(sections_of(text, 3, 4), (std::vector<Section>{{"", {}, 0, text}})) << text;
}

TEST(LogSections, TakesWhatAnEditorMadeOfIt) {
  EXPECT_EQ(sections_of("# retally: mend\r\n# retally: log a b.csv\r\nscope\r\nx", 4, 4),
            (std::vector<Section>{{"a b.csv", {}, 2, "scope\r\nx"}}));
  EXPECT_EQ(sections_of("# retally: mend\n{}\n", 4, 4), (std::vector<Section>{{"", {}, 1, "{}\n"}}));
  EXPECT_EQ(sections_of("# retally: only a comment", 4, 4), std::vector<Section>{});
}

TEST(LogSections, SkipsWhatWasNotRead) {
  TextSource source("# retally: log a\n1\n2\n# retally: log b\n3\n", 1000);
  LogSections sections(source);
  ASSERT_TRUE(sections.next());
  ASSERT_TRUE(sections.next());
  EXPECT_EQ(sections.name(), "b");
  EXPECT_EQ(sections.lines_before(), 4u);
  EXPECT_FALSE(sections.next());
}

}  // namespace
}  // namespace retally
