// What a Reader answers, out of SQLite.
#pragma once

#include "store/sqlite/connection_pool.h"
#include "store/sqlite/transaction.h"
#include "store/store.h"

namespace retally::sqlite {

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(ConnectionPool& pool) : connection_(pool), transaction_(*connection_) {}

  std::optional<Resource> resource(ResourceId id) override;
  std::vector<Resource> resources(const ResourceQuery& query) override;
  std::optional<ResourceId> root(ResourceId id) override;
  std::vector<ResourceId> stale_below(ResourceId id) override;
  std::vector<ResourceId> stale_roots(std::optional<ResourceId> after, std::size_t limit) override;
  std::optional<JobRecord> job(std::int64_t job) override;
  std::optional<RollupRecord> rollup(ResourceId id) override;
  std::vector<JobSummary> summaries(ResourceId id) override;
  std::vector<UserDayTally> user_days(ResourceId id, Day from, Day to) override;
  std::vector<UserName> user_names(std::span<const std::int64_t> users) override;
  std::optional<StoredReport> report(ResourceId id) override;
  std::optional<TimePoint> latest_event() override;
  std::vector<Reject> rejects(std::size_t offset, std::size_t limit) override;
  StoreCounts counts() override;
  TimePoint forgotten_before() override;

 private:
  ConnectionPool::Lease connection_;
  ReadTransaction transaction_;
};

}  // namespace retally::sqlite
