#include "http/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "retally/error.h"

namespace retally::http {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string token_refusal(const std::string& text) {
  try {
    Tokens::parse(text);
    return "taken";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Tokens, hash_is_sha256) {
  EXPECT_EQ(hash_token("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Tokens, are_never_the_same) {
  const std::string token = make_token();
  EXPECT_THAT(token, StartsWith("retally_"));
  EXPECT_EQ(token.size(), 8u + 64u);
  EXPECT_NE(token, make_token());
}

TEST(Tokens, a_line_made_is_a_line_taken) {
  const std::string token = make_token();
  const Tokens tokens =
      Tokens::parse("# who may what\n\n" + token_line("cvat", "ingest,read", token) + " # new\r\n");
  ASSERT_EQ(tokens.size(), 1u);
  const std::optional<Holder> holder = tokens.find(token);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->name, "cvat");
  const Scopes scopes = holder->scopes;
  EXPECT_TRUE(scopes.has(Scope::open));
  EXPECT_TRUE(scopes.has(Scope::any));
  EXPECT_TRUE(scopes.has(Scope::ingest));
  EXPECT_TRUE(scopes.has(Scope::read));
  EXPECT_FALSE(scopes.has(Scope::operate));
  EXPECT_FALSE(tokens.find(token + "0"));
  EXPECT_FALSE(tokens.find(""));
}

TEST(Tokens, names_the_bad_line) {
  const std::string hash = hash_token("x");
  EXPECT_THAT(token_refusal("\ncvat ingest"), HasSubstr("line 2: expected NAME SCOPES SHA256HEX"));
  EXPECT_THAT(token_refusal("cvat ingest " + hash + " more"), HasSubstr("line 1"));
  EXPECT_THAT(token_refusal("cvat ingest " + hash.substr(1)), HasSubstr("line 1"));
  EXPECT_THAT(token_refusal("cvat write " + hash), HasSubstr("line 1: scope 'write' is not one of"));
  EXPECT_THAT(token_refusal("cvat ingest, " + hash), HasSubstr("scope ''"));
  EXPECT_THAT(token_refusal("cvat open " + hash), HasSubstr("scope 'open'"));
}

TEST(Tokens, refuses_lines_that_no_file_could_hold) {
  EXPECT_THROW(token_line("two words", "read", "x"), Error);
  EXPECT_THROW(token_line("", "read", "x"), Error);
  EXPECT_THROW(token_line("#", "read", "x"), Error);
  EXPECT_THROW(token_line("a", "", "x"), Error);
}

class TokenFile : public ::testing::Test {
 protected:
  void write(const std::string& text, mode_t mode) {
    std::ofstream(path_) << text;
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  const std::string path_ = ::testing::TempDir() + "retally_tokens_" + std::to_string(::getpid());
};

TEST_F(TokenFile, is_loaded) {
  write(token_line("cvat", "ingest", "secret"), 0640);
  EXPECT_TRUE(Tokens::load(path_).find("secret"));
}

TEST_F(TokenFile, is_refused_when_others_may_read_or_write_it) {
  for (const mode_t mode : {0644u, 0660u, 0606u}) {
    write(token_line("cvat", "ingest", "secret"), mode);
    EXPECT_THROW(Tokens::load(path_), Error) << std::oct << mode;
  }
}

TEST_F(TokenFile, is_refused_when_it_is_a_directory) {
  const std::string path = ::testing::TempDir() + "retally_tokens_folder_" + std::to_string(::getpid());
  ASSERT_EQ(::mkdir(path.c_str(), 0700), 0);
  try {
    Tokens::load(path);
    ADD_FAILURE() << "it was loaded";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "token file " + path + ": can't be read");
  }
  std::filesystem::remove(path);
}

TEST_F(TokenFile, is_refused_when_it_is_empty_or_not_there) {
  EXPECT_THROW(Tokens::load(path_), Error);
  write("# nobody\n", 0600);
  EXPECT_THROW(Tokens::load(path_), Error);
}

}  // namespace
}  // namespace retally::http
