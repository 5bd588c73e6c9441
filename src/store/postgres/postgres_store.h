// The store of several nodes: a PostgreSQL database that they share.
#pragma once

#include <string>

#include "store/postgres/connection_pool.h"
#include "store/store.h"

namespace retally::postgres {

// Writers and readers go on side by side, from any number of processes. A transaction that stood in another's
// way, or lost its connection before it was written, is made again.
class PostgresStore final : public Store {
 public:
  // Connects, and makes or migrates the schema `retally` of the database.
  explicit PostgresStore(std::string url);

  Result apply(std::span<const ChangeSet* const> sets) override;
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override;
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override;
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override;
  std::size_t save(std::span<const StoredReport> reports) override;
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override;
  std::unique_ptr<Reader> read() override;

 private:
  // Runs body(connection) in a transaction that is on disk when this returns.
  template <class Body>
  auto write(Body body);

  ConnectionPool pool_;
};

}  // namespace retally::postgres
