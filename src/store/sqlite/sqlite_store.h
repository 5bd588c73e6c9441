// The embedded store: one SQLite file, no server.
#pragma once

#include <filesystem>
#include <mutex>

#include "store/sqlite/connection_pool.h"
#include "store/sqlite/tables.h"
#include "store/store.h"

namespace retally::sqlite {

// Writers take turns, readers never wait: the file is in WAL mode. Several processes may have it open.
class SqliteStore final : public Store {
 public:
  // Opens, makes or migrates the file.
  explicit SqliteStore(const std::string& path, const ConnectionOptions& options = {});

  Result apply(std::span<const ChangeSet* const> sets) override;
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override;
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override;
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override;
  std::size_t save(std::span<const StoredReport> reports) override;
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override;
  std::unique_ptr<Reader> read() override;

 private:
  // Runs `body` in a transaction that is on disk when this returns.
  template <class Body>
  auto write(Body body);

  std::mutex mutex_;  // guards writer_ and tables_
  Connection writer_;
  SqliteTables tables_{writer_};
  ConnectionPool readers_;
};

}  // namespace retally::sqlite
