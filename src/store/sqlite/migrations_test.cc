#include "store/sqlite/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "store/sqlite/test_folder.h"

namespace retally::sqlite {

using support::TestFolder;
using support::unavailable;
using ::testing::HasSubstr;

namespace {

std::int64_t version_of(Connection& connection) {
  return connection.number("PRAGMA user_version");
}

// Today's schema and one step more.
std::vector<std::string_view> with_step(std::string_view step) {
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.push_back(step);
  return steps;
}

}  // namespace

TEST(Migrations, MakeANewFileOurs) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  migrate(connection, migrations());
  EXPECT_EQ(connection.number("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(version_of(connection), static_cast<std::int64_t>(migrations().size()));
  migrate(connection, migrations());
  EXPECT_EQ(version_of(connection), static_cast<std::int64_t>(migrations().size()));
}

TEST(Migrations, KeepWhatAnOlderFileHolds) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  migrate(connection, migrations());
  connection.run("INSERT INTO user VALUES (7, 'ann', 5)");
  migrate(connection, with_step("ALTER TABLE user ADD COLUMN email TEXT NOT NULL DEFAULT 'none'"));
  EXPECT_EQ(version_of(connection), static_cast<std::int64_t>(migrations().size()) + 1);
  EXPECT_EQ(connection.number("SELECT count(*) FROM user WHERE name = 'ann' AND email = 'none'"), 1);
}

TEST(Migrations, EveryStepHasBeenTakenByAFileOfTheOneBefore) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  for (std::size_t version = 1; version <= migrations().size(); ++version) {
    migrate(connection, migrations().first(version));
    EXPECT_EQ(version_of(connection), static_cast<std::int64_t>(version));
  }
}

TEST(Migrations, AStepThatFailsIsUndoneWhole) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  migrate(connection, migrations());
  const auto steps = with_step("CREATE TABLE half (a); INSERT INTO none VALUES (1)");
  EXPECT_THROW(migrate(connection, steps), Error);
  EXPECT_EQ(version_of(connection), static_cast<std::int64_t>(migrations().size()));
  EXPECT_EQ(connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
}

TEST(Migrations, RefuseANewerSchema) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  migrate(connection, with_step("CREATE TABLE later (a)"));
  EXPECT_THAT(unavailable([&] { migrate(connection, migrations()); }), HasSubstr("or a newer one"));
}

TEST(Migrations, RefuseADatabaseOfAnotherProgram) {
  const TestFolder folder;
  Connection plain(folder.file("plain.db"), {});
  plain.script("CREATE TABLE t (a)");
  EXPECT_THAT(unavailable([&] { migrate(plain, migrations()); }), HasSubstr("another program"));
  Connection marked(folder.file("marked.db"), {});
  marked.script("PRAGMA application_id = 1");
  EXPECT_THAT(unavailable([&] { migrate(marked, migrations()); }), HasSubstr("another program"));
}

}  // namespace retally::sqlite
