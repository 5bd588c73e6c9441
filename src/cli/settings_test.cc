#include "cli/settings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <optional>

#include "cli/duration.h"
#include "retally/error.h"

namespace retally {
namespace {

// A command with an option of every sort, and where its values may come from.
class SettingsTest : public ::testing::Test {
 protected:
  SettingsTest() {
    app_.add_option("--store", store_);
    app_.add_option_function<std::string>(
        "--max-wait", [this](const std::string& text) { max_wait_ = parse_duration(text); });
    app_.add_option("--workers", workers_)->check(CLI::Range(1, 8));
    app_.add_option("--ingest-from", networks_)->delimiter(',');
  }
  ~SettingsTest() override { std::remove(path_.c_str()); }

  void read(std::vector<std::string> arguments, const std::string& file = "") {
    app_.parse(std::move(arguments));
    const auto options = options_of(app_);
    fill_from_environment(options, [this](const std::string& name) -> const char* {
      const auto found = variables_.find(name);
      return found == variables_.end() ? nullptr : found->second.c_str();
    });
    if (file.empty()) return;
    std::ofstream(path_) << file;
    fill_from_file(options, path_);
  }

  std::string message_of(const std::string& file) {
    try {
      read({}, file);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
      const std::string message = error.what();
      return message.starts_with(path_) ? message.substr(path_.size()) : message;
    }
    return "no error";
  }

  CLI::App app_;
  std::string store_ = "default";
  Millis max_wait_{0};
  int workers_ = 2;
  std::vector<std::string> networks_;
  std::map<std::string, std::string> variables_;
  const std::string path_ = testing::TempDir() + "retally_settings_" + std::to_string(::getpid()) + ".toml";
};

TEST_F(SettingsTest, FlagsWinOverVariablesAndTheseOverTheFile) {
  const struct {
    std::optional<std::string> flag, variable, file;
    std::string expected;
  } cases[] = {
      {"flag", "variable", "file", "flag"},
      {"flag", "variable", {}, "flag"},
      {"flag", {}, "file", "flag"},
      {"flag", {}, {}, "flag"},
      {{}, "variable", "file", "variable"},
      {{}, "variable", {}, "variable"},
      {{}, {}, "file", "file"},
      {{}, {}, {}, "default"},
      {{}, "", "file", "file"},
  };
  for (const auto& [flag, variable, file, expected] : cases) {
    store_ = "default";
    app_.clear();
    variables_.clear();
    if (variable) variables_["RETALLY_STORE"] = *variable;
    read(flag ? std::vector<std::string>{*flag, "--store"} : std::vector<std::string>{},
         file ? "store = \"" + *file + "\"\n" : "");
    EXPECT_EQ(store_, expected);
  }
}

TEST_F(SettingsTest, TakesEverySortOfValue) {
  variables_["RETALLY_MAX_WAIT"] = "1h30m";
  read({}, "workers = 3\ningest-from = [\"10.0.0.0/8\", \"fd00::/8\"]\n");
  EXPECT_EQ(max_wait_, std::chrono::minutes(90));
  EXPECT_EQ(workers_, 3);
  EXPECT_EQ(networks_, (std::vector<std::string>{"10.0.0.0/8", "fd00::/8"}));
}

TEST_F(SettingsTest, AVariableMayHoldAList) {
  variables_["RETALLY_INGEST_FROM"] = "10.0.0.0/8,fd00::/8";
  read({});
  EXPECT_EQ(networks_, (std::vector<std::string>{"10.0.0.0/8", "fd00::/8"}));
}

TEST_F(SettingsTest, NamesWhatIsWrongInTheFile) {
  EXPECT_EQ(message_of("\nmax_wait = \"15m\"\n"),
            ":2: max_wait: there is no such setting; there are store, max-wait, workers, ingest-from");
  EXPECT_EQ(message_of("max-wait = \"15\"\n"),
            ":1: max-wait: '15' is not a duration: write it as 90s, 15m, 1h30m or 500ms");
  EXPECT_EQ(message_of("store = 1.5\n"),
            ":1: store: expected a text, a whole number, true or false, or a list of texts");
  EXPECT_EQ(message_of("workers = 9\n").substr(0, 13), ":1: workers: ");
  EXPECT_EQ(message_of("workers = \n").substr(0, 4), ":1: ");
}

TEST_F(SettingsTest, NamesTheVariableThatIsWrong) {
  variables_["RETALLY_MAX_WAIT"] = "soon";
  EXPECT_EQ(message_of(""),
            "RETALLY_MAX_WAIT: 'soon' is not a duration: write it as 90s, 15m, 1h30m or 500ms");
}

TEST_F(SettingsTest, AMissingFileIsSaidToBeMissing) {
  try {
    fill_from_file({}, "/nowhere/retally.toml");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found);
  }
}

}  // namespace
}  // namespace retally
