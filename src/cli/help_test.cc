// The real program's help: every command has one, with an example.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace retally {
namespace {

struct Ended {
  int code = 0;
  std::string out;
};

Ended run(const std::string& arguments) {
  std::FILE* pipe = ::popen((std::string(RETALLY_PROGRAM) + " " + arguments + " 2>&1").c_str(), "r");
  Ended ended;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    ended.out.append(buffer.data(), got);
  ended.code = WEXITSTATUS(::pclose(pipe));
  return ended;
}

TEST(Help, EveryCommandHasAnExample) {
  for (const std::string command : {"serve",
                                    "demo",
                                    "import",
                                    "migrate",
                                    "report",
                                    "check",
                                    "schedule",
                                    "schedule list",
                                    "schedule stats",
                                    "schedule run",
                                    "schedule cancel",
                                    "schedule retry",
                                    "touch",
                                    "token",
                                    "token create",
                                    "generate",
                                    "rq",
                                    "rq list",
                                    "rq counts",
                                    "rq cancel",
                                    "rq move",
                                    "rq-scheduler"}) {
    const Ended ended = run(command + " --help");
    EXPECT_EQ(ended.code, 0) << command;
    EXPECT_NE(ended.out.find("Example"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("retally " + command.substr(0, command.find(' '))), std::string::npos)
        << ended.out;
  }
}

TEST(Help, NamesEveryCommandAndExitCode) {
  const Ended ended = run("--help");
  EXPECT_EQ(ended.code, 0);
  for (const char* word : {"serve", "demo", "import", "migrate", "report", "check", "schedule", "touch",
                           "token", "generate", "rq", "rq-scheduler"})
    EXPECT_NE(ended.out.find(std::string("  ") + word + " "), std::string::npos) << word;
  EXPECT_NE(ended.out.find("Exit codes:"), std::string::npos);
  for (const char* code : {"0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "70"})
    EXPECT_NE(ended.out.find(std::string("\n  ") + code + " "), std::string::npos) << code;
}

TEST(Help, AnOutputThatCannotBeWrittenIsExitCodeThree) {
  for (const char* arguments : {"--help", "generate --events 10", "generate --events 100000",
                                "generate --events 10 --format csv", "token create a --scopes read"})
    EXPECT_EQ(run(std::string(arguments) + " > /dev/full").code, 3) << arguments;
}

TEST(Help, AGeneratedLogBeginsOnTheDayThatIsAskedFor) {
  const auto first_line = [](const std::string& arguments) {
    const std::string log = run("generate --events 100 --format csv " + arguments).out;
    const std::size_t begin = log.find('\n') + 1;
    return log.substr(begin, log.find('\n', begin) - begin);
  };
  EXPECT_NE(first_line("").find("2024-06-03 "), std::string::npos) << first_line("");
  EXPECT_NE(first_line("--start 2023-01-02").find("2023-01-02 "), std::string::npos);
}

TEST(Help, AWrongCommandLineIsExitCodeTwo) {
  for (const char* arguments :
       {"",
        "dance",
        "report",
        "report --project 1 --task 2",
        "report --project 0",
        "serve --quiet soon",
        "serve --workers 0",
        "serve --store sqlite::memory: --forget-events-after 23h",
        "import",
        "migrate --from sqlite:a.db",
        "migrate --from sqlite:a.db --to sqlite:b.db",
        "report --project 1 --store a --server b",
        "report --project 1 --store sqlite::memory: --from 2024-13-01",
        "touch nothing:1",
        "serve --listen 127.0.0.1:0 --store sqlite::memory: --quiet 2m --max-wait 1m",
        "serve --store sqlite::memory: --deliver rq:q:f",
        "serve --store sqlite::memory: --deliver rq:q:m.f --deliver-url redis+cluster://h",
        "rq move id",
        "rq move id --at yesterday",
        "rq-scheduler --url http://h",
        "rq-scheduler --interval 0",
        "generate --start tomorrow",
        "generate --events -1",
        "generate --seed 1.5",
        "report --project x",
        "schedule list --page 0",
        "import /tmp"}) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << arguments << "\n" << ended.out;
    EXPECT_FALSE(ended.out.empty()) << arguments;
  }
}

TEST(Help, AWrongNumberIsToldWithoutARangeThatNobodyReads) {
  EXPECT_EQ(run("report --project x").out,
            "--project: 'x' is not a whole number of 1 or more\nRun with --help for more information.\n");
}

TEST(Help, NamesAWordThatItDoesNotKnow) {
  for (const char* arguments : {"rport", "schedule rport", "report rport", "touch --rport"}) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << arguments;
    EXPECT_NE(ended.out.find("not expected: "), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("rport"), std::string::npos) << ended.out;
  }
}

TEST(Help, TellsItsVersion) {
  EXPECT_EQ(run("--version").out, "retally " RETALLY_VERSION "\n");
}

}  // namespace
}  // namespace retally
