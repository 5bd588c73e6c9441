#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <thread>

#include "retally/error.h"
#include "store/ledger/apply.h"
#include "store/ledger/facts.h"
#include "store/ledger/forget.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/reports.h"
#include "store/sqlite/tables.h"

namespace retally::sqlite {

namespace {

// How long another process may take to make the file ours, and how often we look.
constexpr Millis kPatience{10'000};
constexpr Millis kPause{5};

// Readers and the writer don't wait for one another in this mode only. SQLite stays in its old mode, without
// an error, where processes can't share memory.
void use_write_ahead_log(Connection& connection) {
  Rows rows = connection.query("PRAGMA journal_mode = WAL");
  if (rows.next() && rows.text(0) == "wal") return;
  throw Error(ErrorKind::unavailable,
              fmt::format("store '{}': its file system can't hold a write-ahead log; put it on a local disk",
                          connection.path()));
}

// While somebody else looks at the file SQLite refuses to change the mode at once: its own patience, the busy
// timeout, is for statements of which one may go first.
void use_write_ahead_log_patiently(Connection& connection) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    try {
      return use_write_ahead_log(connection);
    } catch (const Error&) {
      const bool busy = (sqlite3_errcode(connection.handle()) & 0xFF) == SQLITE_BUSY;
      if (!busy || std::chrono::steady_clock::now() > until) throw;
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

SqliteStore::SqliteStore(const std::string& path, const ConnectionOptions& options)
    : writer_(path, options), readers_(path, options) {
  migrate(writer_, migrations());
  use_write_ahead_log_patiently(writer_);
}

template <class Body>
auto SqliteStore::write(Body body) {
  const std::lock_guard lock(mutex_);
  WriteTransaction transaction(writer_);
  auto result = body();
  transaction.commit();
  return result;
}

Store::Result SqliteStore::apply(std::span<const ChangeSet* const> sets) {
  return write([&] { return ledger::apply(tables_, sets); });
}

std::vector<ResourceId> SqliteStore::put_job_facts(const JobFacts& facts) {
  return write([&] { return ledger::put_job_facts(tables_, facts); });
}

std::vector<ResourceId> SqliteStore::put_annotations(std::int64_t job, const AnnotationCount& count) {
  return write([&] { return ledger::put_annotations(tables_, job, count); });
}

std::vector<ResourceId> SqliteStore::restore(ResourceId id, TimePoint now) {
  return write([&] { return ledger::restore(tables_, id, now); });
}

std::size_t SqliteStore::save(std::span<const StoredReport> reports) {
  return write([&] { return save_reports(writer_, reports); });
}

std::size_t SqliteStore::forget(TimePoint before, TimePoint now, std::size_t limit) {
  return write([&] { return ledger::forget(tables_, before, now, limit); });
}

std::unique_ptr<Reader> SqliteStore::read() {
  return std::make_unique<SqliteReader>(readers_);
}

}  // namespace retally::sqlite
