#include "store/postgres/postgres_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

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

// What is true of two tries, of which one was written.
std::size_t either(std::size_t one, std::size_t other) {
  return std::max(one, other);
}

std::vector<ResourceId> either(const std::vector<ResourceId>& one, const std::vector<ResourceId>& other) {
  std::vector<ResourceId> all;
  std::ranges::set_union(one, other, std::back_inserter(all));
  return all;
}

Store::Result either(const Store::Result& one, const Store::Result& other) {
  Store::Result result{one.applied, either(one.touched, other.touched)};
  for (std::size_t i = 0; i < result.applied.size(); ++i) {
    if (other.applied[i].fresh > one.applied[i].fresh) result.applied[i] = other.applied[i];
  }
  return result;
}

}  // namespace

PostgresStore::PostgresStore(std::string url) : pool_(std::move(url)) {
  const ConnectionPool::Lease connection(pool_);
  migrate(*connection, migrations());
}

// Where the answer to a commit is lost, what was to be done is done again. If it was written after all, there
// is nothing new in it the second time: what the first time would have been answered is then the truth, and
// what is touched once too often does no harm. (To ask for the fate of the first by its number would not do:
// a server that has crashed gives the number of a transaction of which nothing was on disk to another one.)
template <class Body>
auto PostgresStore::write(Body body) {
  std::optional<decltype(body(std::declval<Connection&>()))> unanswered;
  for (int attempt = 1;; ++attempt) {
    try {
      const ConnectionPool::Lease connection(pool_);
      WriteTransaction transaction(*connection);
      auto result = body(*connection);
      if (unanswered) result = either(*std::move(unanswered), std::move(result));
      unanswered = result;
      transaction.commit();
      return result;
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
