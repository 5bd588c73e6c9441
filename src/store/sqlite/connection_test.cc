#include "store/sqlite/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "store/sqlite/test_folder.h"
#include "store/sqlite/transaction.h"

namespace retally::sqlite {

using support::TestFolder;
using support::unavailable;
using ::testing::HasSubstr;

TEST(Connection, MakesAFileThatOnlyItsOwnerReads) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  connection.script("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat((folder.file() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST(Connection, SaysWhatToDoWhenItCannotBeOpened) {
  const TestFolder folder;
  const std::string message = unavailable([&] { Connection(folder.file("none/store.db"), {}); });
  EXPECT_THAT(message, HasSubstr("none/store.db"));
  EXPECT_THAT(message, HasSubstr("make sure that the folder exists"));
}

TEST(Connection, SaysThatAFileIsNoDatabase) {
  const TestFolder folder;
  std::ofstream(folder.file()) << "scope,obj_name,obj_id and a lot of other text that is no database";
  const std::string message = unavailable([&] {
    Connection connection(folder.file(), {});
    connection.number("SELECT count(*) FROM sqlite_schema");
  });
  EXPECT_THAT(message, HasSubstr("not a database"));
  EXPECT_THAT(message, HasSubstr("name another file"));
}

TEST(Connection, BindsAndReadsWhatItIsGiven) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  connection.script("CREATE TABLE t (a INTEGER, b TEXT, c INTEGER)");
  const std::string text("nul \0 inside", 12);
  connection.run("INSERT INTO t VALUES (?, ?, ?)", INT64_MIN, text, std::optional<std::int64_t>{});
  connection.run("INSERT INTO t VALUES (?, ?, ?)", 2, std::string_view{}, std::optional<std::int64_t>{3});
  Rows rows = connection.query("SELECT a, b, c FROM t ORDER BY a");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), INT64_MIN);
  EXPECT_EQ(rows.text(1), text);
  EXPECT_EQ(rows.optional_integer(2), std::nullopt);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(1), "");
  EXPECT_EQ(rows.optional_integer(2), 3);
  EXPECT_FALSE(rows.next());
}

TEST(Connection, AStatementCanBeRunAgainAfterItFailed) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  connection.script("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  connection.run("INSERT INTO t VALUES (?)", 1);
  EXPECT_THROW(connection.run("INSERT INTO t VALUES (?)", 1), Error);
  connection.run("INSERT INTO t VALUES (?)", 2);
  EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 2);
}

TEST(Transaction, IsUndoneUnlessItIsCommitted) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  connection.script("CREATE TABLE t (a)");
  {
    const WriteTransaction transaction(connection);
    connection.run("INSERT INTO t VALUES (?)", 1);
  }
  EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 0);
  {
    WriteTransaction transaction(connection);
    connection.run("INSERT INTO t VALUES (?)", 1);
    transaction.commit();
  }
  EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 1);
}

}  // namespace retally::sqlite
