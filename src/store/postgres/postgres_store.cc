#include "store/postgres/postgres_store.h"

#include "store/ledger/apply.h"
#include "store/ledger/facts.h"
#include "store/ledger/forget.h"
#include "store/postgres/migrations.h"
#include "store/postgres/reader.h"
#include "store/postgres/reports.h"
#include "store/postgres/tables.h"
#include "store/postgres/transaction.h"

namespace retally::postgres {

namespace {

// The order of all locks lets no two transactions wait in a circle; what is left is a resource that becomes
// known in two places at once, and a server that was restarted.
constexpr int kAttempts = 5;

}  // namespace

PostgresStore::PostgresStore(std::string url) : url_(std::move(url)), pool_(url_) {
  const ConnectionPool::Lease connection(pool_);
  migrate(*connection, migrations());
}

template <class Body>
auto PostgresStore::write_once(Body& body) {
  const ConnectionPool::Lease connection(pool_);
  WriteTransaction transaction(*connection);
  auto result = body(*connection);
  transaction.commit([this](const std::string& id) { return outcome_of(url_, id); });
  return result;
}

template <class Body>
auto PostgresStore::write(Body body) {
  for (int attempt = 1;; ++attempt) {
    try {
      return write_once(body);
    } catch (const DatabaseError& error) {
      if (attempt == kAttempts || !(error.lost() || error.is_conflict())) throw;
    }
  }
}

Store::Result PostgresStore::apply(std::span<const ChangeSet* const> sets) {
  return write([&](Connection& connection) {
    PostgresTables tables(connection);
    return ledger::apply(tables, sets);
  });
}

std::vector<ResourceId> PostgresStore::put_job_facts(const JobFacts& facts) {
  return write([&](Connection& connection) {
    PostgresTables tables(connection);
    return ledger::put_job_facts(tables, facts);
  });
}

std::vector<ResourceId> PostgresStore::put_annotations(std::int64_t job, const AnnotationCount& count) {
  return write([&](Connection& connection) {
    PostgresTables tables(connection);
    return ledger::put_annotations(tables, job, count);
  });
}

std::vector<ResourceId> PostgresStore::restore(ResourceId id, TimePoint now) {
  return write([&](Connection& connection) {
    PostgresTables tables(connection);
    return ledger::restore(tables, id, now);
  });
}

std::size_t PostgresStore::save(std::span<const StoredReport> reports) {
  return write([&](Connection& connection) { return save_reports(connection, reports); });
}

std::size_t PostgresStore::forget(TimePoint before, TimePoint now, std::size_t limit) {
  return write([&](Connection& connection) {
    PostgresTables tables(connection);
    return ledger::forget(tables, before, now, limit);
  });
}

// A connection that was idle while the server was restarted is found lost only when it is used.
std::unique_ptr<Reader> PostgresStore::read() {
  try {
    return std::make_unique<PostgresReader>(pool_);
  } catch (const DatabaseError& error) {
    if (!error.lost()) throw;
  }
  return std::make_unique<PostgresReader>(pool_);
}

}  // namespace retally::postgres
