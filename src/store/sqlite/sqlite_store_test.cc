// What is SQLite's own: the file, its faults, several processes, several threads. What every store does is in
// tests/store.
#include "store/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include "store/ledger/apply.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/temporary_store.h"
#include "store/sqlite/test_folder.h"
#include "store/sqlite/transaction.h"

namespace retally::sqlite {

using support::TestFolder;
using support::unavailable;
using ::testing::HasSubstr;

namespace {

constexpr ResourceId kProject{ResourceKind::project, 1};

// `count` changes of 1 object each, from the number `first` on, by one annotator in ten jobs of project 1.
ChangeSet changes(std::int64_t first, std::int64_t count) {
  ChangeSet set;
  set.resources[{ResourceKind::task, 1}].parent = {1, 1};
  for (std::int64_t i = first; i < first + count; ++i) {
    Change change;
    change.identity = {i, static_cast<std::uint64_t>(i)};
    change.kind = ChangeKind::objects;
    change.job = 1 + i % 10;
    change.user = 1;
    change.count = 1;
    set.resources[{ResourceKind::job, change.job}].parent = {1, 1};
    set.changes.push_back(change);
  }
  return set;
}

Store::Result apply_to(Store& store, const ChangeSet& set) {
  const ChangeSet* const sets[] = {&set};
  return store.apply(sets);
}

std::int64_t created(Reader& reader, ResourceId id) {
  std::int64_t sum = 0;
  for (const UserDayTally& day : reader.user_days(id, Day::min(), Day::max()))
    sum += day.tally.total(Action::create);
  return sum;
}

// All pages but the first, which holds the schema.
void overwrite_pages(const std::string& path, std::string_view text) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
  for (std::streamoff at = 4096; at < size; at += 4096) {
    file.seekp(at);
    file << text;
  }
}

// Puts the bytes of one file into another, which stays the same file.
void write_over(const std::string& from, const std::string& to) {
  std::fstream(to, std::ios::in | std::ios::out | std::ios::binary)
      << std::ifstream(from, std::ios::binary).rdbuf();
}

std::int64_t created(Store& store) {
  return created(*store.read(), kProject);
}

}  // namespace

TEST(SqliteStore, OpensByUrl) {
  const TestFolder folder;
  EXPECT_NE(open_store("sqlite:" + folder.file()), nullptr);
  EXPECT_TRUE(std::filesystem::exists(folder.file()));
  for (const char* url : {"", "sqlite:", "sqlite", "mysql://here", "/var/lib/retally.db"}) {
    try {
      open_store(url);
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
      EXPECT_THAT(error.what(), HasSubstr("sqlite:PATH"));
    }
  }
}

TEST(SqliteStore, KeepsWhatItHoldsWhenClosed) {
  const TestFolder folder;
  apply_to(*open_store("sqlite:" + folder.file()), changes(0, 100));
  const auto store = open_store("sqlite:" + folder.file());
  EXPECT_EQ(created(*store), 100);
  EXPECT_EQ(apply_to(*store, changes(0, 110)).applied[0].fresh, 10U);
}

TEST(SqliteStore, TwoProcessesCountAnEventOnce) {
  const TestFolder folder;
  SqliteStore one(folder.file());
  SqliteStore other(folder.file());
  apply_to(one, changes(0, 100));
  EXPECT_EQ(apply_to(other, changes(50, 100)).applied[0].known, 50U);
  EXPECT_EQ(apply_to(one, changes(0, 150)).applied[0].fresh, 0U);
  EXPECT_EQ(created(one), 150);
  EXPECT_EQ(created(other), 150);
}

TEST(SqliteStore, ManyMayMakeTheFileAtTheSameTime) {
  constexpr int kThreads = 8;
  const TestFolder folder;
  std::latch start(kThreads);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      SqliteStore store(folder.file());
      apply_to(store, changes(0, 20));
    });
  }
  threads.clear();
  SqliteStore store(folder.file());
  EXPECT_EQ(created(store), 20);
}

TEST(SqliteStore, AFullDiskChangesNothingAndIsSaid) {
  const TestFolder folder;
  Connection connection(folder.file(), {});
  migrate(connection, migrations());
  const auto apply_all = [&] {
    const ChangeSet set = changes(0, 50'000);
    const ChangeSet* const sets[] = {&set};
    WriteTransaction transaction(connection);
    SqliteTables tables(connection);
    ledger::apply(tables, sets);
    transaction.commit();
  };
  connection.number("PRAGMA max_page_count = 100");
  const std::string message = unavailable(apply_all);
  EXPECT_THAT(message, HasSubstr("full"));
  EXPECT_THAT(message, HasSubstr("free space"));
  for (const char* table : {"event", "tally", "resource"})
    EXPECT_EQ(connection.number("SELECT count(*) FROM " + std::string(table)), 0) << table;

  connection.number("PRAGMA max_page_count = 1000000");
  apply_all();
  EXPECT_EQ(connection.number("SELECT count(*) FROM event"), 50'000);
}

TEST(SqliteStore, ALockedFileIsUnavailableUntilItIsFree) {
  const TestFolder folder;
  SqliteStore store(folder.file(), {.busy_timeout = Millis{0}});
  Connection other(folder.file(), {});
  {
    const WriteTransaction transaction(other);
    EXPECT_THAT(unavailable([&] { apply_to(store, changes(0, 1)); }), HasSubstr("another process"));
    EXPECT_EQ(created(store), 0) << "reading goes on";
  }
  apply_to(store, changes(0, 1));
  EXPECT_EQ(created(store), 1);
}

TEST(SqliteStore, AFileThatMayNotBeWrittenIsSaid) {
  const TestFolder folder;
  apply_to(*open_store("sqlite:" + folder.file()), changes(0, 1));
  ASSERT_EQ(::chmod(folder.file().c_str(), 0444), 0);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  // In a process of its own, as nobody: root may write everywhere.
  const auto open_as_nobody = [&] {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    try {
      apply_to(*open_store("sqlite:" + folder.file()), changes(1, 1));
    } catch (const Error& error) {
      std::fputs(error.what(), stderr);
      ::_exit(error.kind() == ErrorKind::unavailable ? 0 : 1);
    }
    ::_exit(3);
  };
  EXPECT_EXIT(open_as_nobody(), ::testing::ExitedWithCode(0), "this user may write to it");
  ::chmod(folder.path().c_str(), 0755);
}

TEST(SqliteStore, ADamagedFileIsSaid) {
  const TestFolder folder;
  apply_to(*open_store("sqlite:" + folder.file()), changes(0, 20'000));
  overwrite_pages(folder.file(), "this is no page of a database");
  const std::string message =
      unavailable([&] { apply_to(*open_store("sqlite:" + folder.file()), changes(0, 20'000)); });
  EXPECT_THAT(message, HasSubstr("restore a backup"));
}

TEST(SqliteStore, ReadingGoesOnWhenAFaultHasPassed) {
  const TestFolder folder;
  apply_to(*open_store("sqlite:" + folder.file()), changes(0, 20'000));
  std::filesystem::copy_file(folder.file(), folder.file("copy.db"));
  SqliteStore store(folder.file());
  overwrite_pages(folder.file(), "this is no page of a database");
  unavailable([&] { store.read()->counts(); });
  write_over(folder.file("copy.db"), folder.file());
  EXPECT_EQ(created(store), 20'000);
}

TEST(SqliteStore, ReadersSeeWholeTransactionsWhileThreadsWrite) {
  constexpr int kWriters = 3;
  constexpr std::int64_t kRounds = 40;
  const auto store = make_temporary_store();
  std::atomic<int> writing = kWriters;
  std::latch start(kWriters + 2);
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      // All writers send the same events.
      for (std::int64_t round = 0; round < kRounds; ++round) apply_to(*store, changes(round * 10, 20));
      --writing;
    });
  }
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      while (writing > 0) {
        const auto reader = store->read();
        std::int64_t jobs = 0;
        for (std::int64_t job = 1; job <= 10; ++job) jobs += created(*reader, {ResourceKind::job, job});
        EXPECT_EQ(created(*reader, kProject), jobs);
        EXPECT_EQ(reader->counts().events, jobs);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(created(*store), kRounds * 10 + 10);
}

TEST(SqliteStore, MoreReadersAtOnceThanAreKept) {
  const auto store = make_temporary_store();
  apply_to(*store, changes(0, 1));
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < 40; ++i) readers.push_back(store->read());
  for (const auto& reader : readers) EXPECT_EQ(created(*reader, kProject), 1);
}

TEST(TemporaryStore, LeavesNothingBehind) {
  const TestFolder folder;
  const char* before = ::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", folder.path().c_str(), 1);
  {
    const auto store = make_temporary_store();
    apply_to(*store, changes(0, 10));
    EXPECT_FALSE(std::filesystem::is_empty(folder.path()));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
}

}  // namespace retally::sqlite
