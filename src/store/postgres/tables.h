// The ledger's tables in PostgreSQL. docs/store.md tells what each is for.
#pragma once

#include "store/ledger/tables.h"
#include "store/postgres/connection.h"

namespace retally::postgres {

// A statement a table, whatever the number of rows. To be used in a WriteTransaction.
//
// Many transactions go on side by side, and each takes its locks in this order, the rows of a table in that
// of their keys: identities, jobs, tasks, projects, rejects, annotators. Everything else belongs to a
// resource, and is written by who has taken that. So two that want the same wait for one another, and not in
// a circle.
class PostgresTables final : public ledger::Tables {
 public:
  explicit PostgresTables(Connection& connection) : connection_(connection) {}

  std::vector<bool> add_identities(std::span<const Identity> identities) override;
  std::int64_t deleted_before_ms() override;
  ledger::Horizon take_horizon() override;
  void save(const ledger::Horizon& horizon) override;
  std::size_t delete_identities(std::int64_t before_ms, std::size_t limit) override;
  std::vector<std::optional<ledger::ResourceRow>> take(std::span<const ResourceId> ids) override;
  void save(std::span<const ledger::ResourceRow* const> rows) override;
  bool knows(ResourceId id) override;
  std::vector<std::int64_t> children(ResourceId id) override;
  void add_tallies(std::span<const ledger::TallyRow> rows) override;
  void add_tallies_of(ResourceId from, ResourceId to, ledger::Sign sign) override;
  void delete_empty_tallies(ResourceId resource) override;
  std::vector<bool> add_states(std::span<const ledger::StateRow> states) override;
  std::optional<AnnotationCount> annotations(std::int64_t job) override;
  void put_annotations(std::int64_t job, const AnnotationCount& count) override;
  void see_users(std::span<const ledger::UserRow> users) override;
  void add_rejects(std::span<const Reject> rejects) override;

 private:
  using Found = std::vector<std::optional<ledger::ResourceRow>>;

  bool copy_identities(std::span<const Identity> identities);
  void insert_identities(std::span<const Identity> identities, std::vector<bool>& is_new);
  bool lock(std::span<const ResourceId> ids, Found& found);

  Connection& connection_;
};

// What readers ask of the same tables as well.
std::optional<ledger::ResourceRow> find_resource(Connection& connection, ResourceId id);
std::optional<AnnotationCount> find_annotations(Connection& connection, std::int64_t job);

inline std::int64_t number_of(ResourceKind kind) {
  return static_cast<std::int64_t>(kind);
}

}  // namespace retally::postgres
