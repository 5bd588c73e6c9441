#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include "retally/error.h"
#include "store/sqlite/apply.h"
#include "store/sqlite/facts.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/reports.h"

namespace retally::sqlite {

namespace {

// Readers and the writer don't wait for one another in this mode only. SQLite stays in its old mode, without
// an error, where processes can't share memory.
void use_write_ahead_log(Connection& connection) {
  Rows rows = connection.query("PRAGMA journal_mode = WAL");
  if (rows.next() && rows.text(0) == "wal") return;
  throw Error(ErrorKind::unavailable,
              fmt::format("store '{}': its file system can't hold a write-ahead log; put it on a local disk",
                          connection.path()));
}

}  // namespace

SqliteStore::SqliteStore(const std::string& path, const ConnectionOptions& options)
    : writer_(path, options), readers_(path, options) {
  migrate(writer_, migrations());
  use_write_ahead_log(writer_);
}

template <class Body>
auto SqliteStore::write(Body body) {
  const std::lock_guard lock(mutex_);
  WriteTransaction transaction(writer_);
  auto result = body(writer_);
  transaction.commit();
  return result;
}

Store::Result SqliteStore::apply(std::span<const ChangeSet* const> sets) {
  return write([&](Connection& connection) { return sqlite::apply(connection, sets); });
}

std::vector<ResourceId> SqliteStore::put_job_facts(const JobFacts& facts) {
  return write([&](Connection& connection) { return sqlite::put_job_facts(connection, facts); });
}

std::vector<ResourceId> SqliteStore::put_annotations(std::int64_t job, const AnnotationCount& count) {
  return write([&](Connection& connection) { return sqlite::put_annotations(connection, job, count); });
}

std::vector<ResourceId> SqliteStore::restore(ResourceId id, TimePoint now) {
  return write([&](Connection& connection) { return sqlite::restore(connection, id, now); });
}

std::size_t SqliteStore::save(std::span<const StoredReport> reports) {
  return write([&](Connection& connection) { return save_reports(connection, reports); });
}

std::unique_ptr<Reader> SqliteStore::read() {
  return std::make_unique<SqliteReader>(readers_);
}

}  // namespace retally::sqlite
