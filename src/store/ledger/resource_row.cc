#include "store/sqlite/resource_row.h"

namespace retally::sqlite {

namespace {

constexpr std::string_view kSelect =
    "SELECT name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms, updated_ms,"
    " removed_ms, restored_ms, version FROM resource WHERE kind = ? AND id = ?";

constexpr std::string_view kUpsert =
    "INSERT INTO resource (kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms,"
    " last_event_ms, updated_ms, removed_ms, restored_ms, removed, version)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET name = excluded.name, name_ms = excluded.name_ms, type = excluded.type,"
    " type_ms = excluded.type_ms, parent = excluded.parent, parent_ms = excluded.parent_ms,"
    " state = excluded.state, state_ms = excluded.state_ms, last_event_ms = excluded.last_event_ms,"
    " updated_ms = excluded.updated_ms, removed_ms = excluded.removed_ms,"
    " restored_ms = excluded.restored_ms, removed = excluded.removed, version = excluded.version";

// "Never" is the lowest number in memory, so that the later of two times is the greater; in the table NULL.
std::int64_t time_of(const Rows& rows, int column) {
  return rows.optional_integer(column).value_or(INT64_MIN);
}

std::optional<std::int64_t> null_if_never(std::int64_t time_ms) {
  if (time_ms == INT64_MIN) return std::nullopt;
  return time_ms;
}

}  // namespace

std::optional<ResourceId> parent_of(ResourceId child, std::int64_t parent) {
  if (parent == 0 || child.kind == ResourceKind::project) return std::nullopt;
  return ResourceId{child.kind == ResourceKind::job ? ResourceKind::task : ResourceKind::project, parent};
}

std::optional<ResourceId> ResourceRow::counted_in() const {
  if (!included()) return std::nullopt;
  return parent_of(id, parent.value);
}

std::optional<ResourceRow> load(Connection& connection, ResourceId id) {
  Rows rows = connection.query(kSelect, static_cast<int>(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  ResourceRow row;
  row.id = id;
  row.name = {rows.text(0), time_of(rows, 1)};
  row.type = {rows.text(2), time_of(rows, 3)};
  row.parent = {rows.integer(4), time_of(rows, 5)};
  row.state = {rows.text(6), time_of(rows, 7)};
  row.last_event_ms = time_of(rows, 8);
  row.updated_ms = rows.optional_integer(9);
  row.removed_ms = time_of(rows, 10);
  row.restored_ms = time_of(rows, 11);
  row.version = rows.integer(12);
  return row;
}

void save(Connection& connection, const ResourceRow& row) {
  connection.run(
      kUpsert, static_cast<int>(row.id.kind), row.id.id, row.name.value, null_if_never(row.name.time_ms),
      row.type.value, null_if_never(row.type.time_ms), row.parent.value, null_if_never(row.parent.time_ms),
      row.state.value, null_if_never(row.state.time_ms), null_if_never(row.last_event_ms), row.updated_ms,
      null_if_never(row.removed_ms), null_if_never(row.restored_ms), row.removed() ? 1 : 0, row.version);
}

}  // namespace retally::sqlite
