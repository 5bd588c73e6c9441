#include "cli/exit_code.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

namespace retally {
namespace {

TEST(ExitCode, EveryKindHasItsOwn) {
  EXPECT_EQ(exit_code(ErrorKind::invalid_input), 2);
  EXPECT_EQ(exit_code(ErrorKind::unavailable), 3);
  EXPECT_EQ(exit_code(ErrorKind::not_found), 4);
  EXPECT_EQ(exit_code(ErrorKind::conflict), 5);
}

TEST(ExitCode, ExplainsAnErrorInOneLine) {
  std::ostringstream out;
  EXPECT_EQ(explain(Error(ErrorKind::not_found, "report: no project 7"), out), kExitNotFound);
  EXPECT_EQ(out.str(), "retally: report: no project 7\n");
}

TEST(ExitCode, AnAnswerThatIsNotUnderstoodIsTheServersFault) {
  std::ostringstream out;
  try {
    nlohmann::json::object().at("results");
  } catch (const std::exception& error) {
    EXPECT_EQ(explain(error, out), kExitUnavailable);
  }
  EXPECT_NE(out.str().find("is that a retally server"), std::string::npos);
}

TEST(ExitCode, WhatTheSystemRefusesMayWorkLater) {
  std::ostringstream out;
  const std::system_error error(std::make_error_code(std::errc::no_space_on_device), "cannot write to file");
  EXPECT_EQ(explain(error, out), kExitUnavailable);
  EXPECT_NE(out.str().find("cannot write to file: No space left"), std::string::npos) << out.str();
}

TEST(ExitCode, WhatWeDidNotThrowIsOurMistake) {
  std::ostringstream out;
  EXPECT_EQ(explain(std::runtime_error("map::at"), out), kExitBug);
}

}  // namespace
}  // namespace retally
