#include "store/sqlite/tables.h"

#include "store/ledger/read_rows.h"

namespace retally::sqlite {

using ledger::ResourceRow;

namespace {

constexpr std::string_view kSelectResource =
    "SELECT kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms,"
    " updated_ms, removed_ms, restored_ms, version FROM resource WHERE kind = ? AND id = ?";

constexpr std::string_view kUpsertResource =
    "INSERT INTO resource (kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms,"
    " last_event_ms, updated_ms, removed_ms, restored_ms, removed, version)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET name = excluded.name, name_ms = excluded.name_ms, type = excluded.type,"
    " type_ms = excluded.type_ms, parent = excluded.parent, parent_ms = excluded.parent_ms,"
    " state = excluded.state, state_ms = excluded.state_ms, last_event_ms = excluded.last_event_ms,"
    " updated_ms = excluded.updated_ms, removed_ms = excluded.removed_ms,"
    " restored_ms = excluded.restored_ms, removed = excluded.removed, version = excluded.version";

int number_of(ResourceKind kind) {
  return static_cast<int>(kind);
}

std::string add_on_conflict() {
  return " ON CONFLICT DO UPDATE SET " + ledger::each_tally_column("{0} = {0} + excluded.{0}", ", ");
}

void save_row(Connection& connection, const ResourceRow& row) {
  connection.run(kUpsertResource, number_of(row.id.kind), row.id.id, row.name.value,
                 ledger::null_if_never(row.name.time_ms), row.type.value,
                 ledger::null_if_never(row.type.time_ms), row.parent.value,
                 ledger::null_if_never(row.parent.time_ms), row.state.value,
                 ledger::null_if_never(row.state.time_ms), ledger::null_if_never(row.last_event_ms),
                 row.updated_ms, ledger::null_if_never(row.removed_ms),
                 ledger::null_if_never(row.restored_ms), row.removed() ? 1 : 0, row.version);
}

}  // namespace

std::optional<ResourceRow> find_resource(Connection& connection, ResourceId id) {
  Rows rows = connection.query(kSelectResource, number_of(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  return ledger::read_resource_row(rows);
}

std::optional<AnnotationCount> find_annotations(Connection& connection, std::int64_t job) {
  Rows rows = connection.query(
      "SELECT tags, shapes, track_frames, start_frame, stop_frame, received_ms FROM annotation WHERE job = ?",
      job);
  if (!rows.next()) return std::nullopt;
  return ledger::read_annotations(rows);
}

std::vector<bool> SqliteTables::add_identities(std::span<const Identity> identities) {
  std::vector<bool> is_new;
  is_new.reserve(identities.size());
  Statement& insert = connection_.prepared("INSERT OR IGNORE INTO event VALUES (?, ?)");
  std::int64_t fresh = 0;
  for (const Identity& identity : identities) {
    insert.run(identity.time_ms, static_cast<std::int64_t>(identity.hash));
    is_new.push_back(connection_.changes() > 0);
    fresh += is_new.back() ? 1 : 0;
  }
  if (fresh > 0) connection_.run("UPDATE total SET events = events + ?", fresh);
  return is_new;
}

std::int64_t SqliteTables::deleted_before_ms() {
  return take_horizon().deleted_before_ms;
}

ledger::Horizon SqliteTables::take_horizon() {
  Rows rows = connection_.query("SELECT refused_before_ms, deleted_before_ms, moved_ms FROM horizon");
  return rows.next() ? ledger::read_horizon(rows) : ledger::Horizon{};
}

void SqliteTables::save(const ledger::Horizon& horizon) {
  connection_.run("INSERT OR REPLACE INTO horizon VALUES (1, ?, ?, ?)",
                  ledger::null_if_never(horizon.refused_before_ms),
                  ledger::null_if_never(horizon.deleted_before_ms), ledger::null_if_never(horizon.moved_ms));
}

std::size_t SqliteTables::delete_identities(std::int64_t before_ms, std::size_t limit) {
  connection_.run(
      "DELETE FROM event WHERE (time_ms, hash) IN"
      " (SELECT time_ms, hash FROM event WHERE time_ms < ? ORDER BY time_ms, hash LIMIT ?)",
      before_ms, static_cast<std::int64_t>(limit));
  const std::int64_t deleted = connection_.changes();
  if (deleted > 0) connection_.run("UPDATE total SET events = events - ?", deleted);
  return static_cast<std::size_t>(deleted);
}

std::vector<std::optional<ResourceRow>> SqliteTables::take(std::span<const ResourceId> ids) {
  std::vector<std::optional<ResourceRow>> rows;
  rows.reserve(ids.size());
  for (const ResourceId id : ids) rows.push_back(find_resource(connection_, id));
  return rows;
}

void SqliteTables::save(std::span<const ResourceRow* const> rows) {
  for (const ResourceRow* row : rows) save_row(connection_, *row);
}

bool SqliteTables::knows(ResourceId id) {
  return find_resource(connection_, id).has_value();
}

std::vector<std::int64_t> SqliteTables::children(ResourceId id) {
  std::vector<std::int64_t> found;
  Rows rows = connection_.query("SELECT id FROM resource WHERE kind = ? AND parent = ?",
                                number_of(id.kind) - 1, id.id);
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

void SqliteTables::add_tallies(std::span<const ledger::TallyRow> rows) {
  static const std::string kSql = "INSERT INTO tally VALUES (?, ?, ?, ?, " +
                                  ledger::each_tally_column("?", ", ") + ")" + add_on_conflict();
  for (const auto& [key, tally] : rows) {
    const auto& [create, update, remove] = tally.objects;
    connection_.run(kSql, number_of(key.resource.kind), key.resource.id, ledger::number_of(key.day), key.user,
                    create[0], create[1], create[2], update[0], update[1], update[2], remove[0], remove[1],
                    remove[2], tally.events[0], tally.events[1], tally.events[2], tally.working_ms);
  }
}

void SqliteTables::add_tallies_of(ResourceId from, ResourceId to, ledger::Sign sign) {
  static const std::string kSql = "INSERT INTO tally SELECT ?1, ?2, day, user, " +
                                  ledger::each_tally_column("?3 * {0}", ", ") +
                                  " FROM tally WHERE kind = ?4 AND id = ?5" + add_on_conflict();
  connection_.run(kSql, number_of(to.kind), to.id, static_cast<int>(sign), number_of(from.kind), from.id);
}

void SqliteTables::delete_empty_tallies(ResourceId resource) {
  static const std::string kSql =
      "DELETE FROM tally WHERE kind = ? AND id = ? AND " + ledger::each_tally_column("{0} = 0", " AND ");
  connection_.run(kSql, number_of(resource.kind), resource.id);
}

std::vector<bool> SqliteTables::add_states(std::span<const ledger::StateRow> states) {
  std::vector<bool> is_new;
  for (const auto& [job, change] : states) {
    connection_.run("INSERT OR IGNORE INTO state_change VALUES (?, ?, ?)", job, change.time_ms, change.state);
    is_new.push_back(connection_.changes() > 0);
  }
  return is_new;
}

std::optional<AnnotationCount> SqliteTables::annotations(std::int64_t job) {
  return find_annotations(connection_, job);
}

void SqliteTables::put_annotations(std::int64_t job, const AnnotationCount& count) {
  connection_.run("INSERT OR REPLACE INTO annotation VALUES (?, ?, ?, ?, ?, ?, ?)", job, count.tags,
                  count.shapes, count.track_frames, count.start_frame, count.stop_frame,
                  count.received.time_since_epoch().count());
}

void SqliteTables::see_users(std::span<const ledger::UserRow> users) {
  for (const auto& [user, name] : users) {
    connection_.run(
        "INSERT INTO user VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name,"
        " name_ms = excluded.name_ms WHERE (excluded.name_ms, excluded.name) > (name_ms, name)",
        user, name.value, name.time_ms);
  }
}

void SqliteTables::add_rejects(std::span<const Reject> rejects) {
  if (rejects.empty()) return;
  for (const Reject& reject : rejects) {
    connection_.run("INSERT INTO reject (received_ms, source, line, reason, text) VALUES (?, ?, ?, ?, ?)",
                    reject.received_ms, reject.source, static_cast<std::int64_t>(reject.line), reject.reason,
                    reject.text);
  }
  // Only the oldest ever go, so the ids have no gaps.
  connection_.run("DELETE FROM reject WHERE id <= (SELECT max(id) FROM reject) - ?", ledger::kMaxRejects);
}

}  // namespace retally::sqlite
