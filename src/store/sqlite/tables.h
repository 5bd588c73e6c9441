// The ledger's tables in SQLite. docs/store.md tells what each is for.
#pragma once

#include "store/ledger/tables.h"
#include "store/sqlite/connection.h"

namespace retally::sqlite {

// A statement is a function call here, so that each row is one. To be used in a WriteTransaction: then nobody
// else writes anything.
class SqliteTables final : public ledger::Tables {
 public:
  explicit SqliteTables(Connection& connection) : connection_(connection) {}

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
  Connection& connection_;
};

// What readers ask of the same tables as well.
std::optional<ledger::ResourceRow> find_resource(Connection& connection, ResourceId id);
std::optional<AnnotationCount> find_annotations(Connection& connection, std::int64_t job);

}  // namespace retally::sqlite
