#include "store/postgres/tables.h"

#include <algorithm>

#include "store/ledger/read_rows.h"
#include "store/postgres/copy_in.h"

namespace retally::postgres {

using ledger::ResourceRow;

namespace {

// From which number of identities on COPY, with a savepoint around it, is faster than to ask for each.
constexpr std::size_t kLargeBatch = 200;

const std::string kSelectRow =
    "SELECT kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms,"
    " updated_ms, removed_ms, restored_ms, version FROM retally.resource ";

// "retally.tally (kind, …)" with what is to be done where a row is there.
std::string insert_tallies(const std::string& values) {
  return "INSERT INTO retally.tally AS t (kind, id, day, annotator, " +
         ledger::each_tally_column("{0}", ", ") + ") " + values +
         " ON CONFLICT (kind, id, day, annotator) DO UPDATE SET " +
         ledger::each_tally_column("{0} = t.{0} + excluded.{0}", ", ");
}

// "$1::bigint[], $2::bigint[], …"
std::string integer_arrays(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += (i > 1 ? ", $" : "$") + std::to_string(i) + "::bigint[]";
  return text;
}

}  // namespace

std::optional<ResourceRow> find_resource(Connection& connection, ResourceId id) {
  static const std::string kSql = kSelectRow + "WHERE kind = $1 AND id = $2 AND version > 0";
  Rows rows = connection.query(kSql, number_of(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  return ledger::read_resource_row(rows);
}

std::optional<AnnotationCount> find_annotations(Connection& connection, std::int64_t job) {
  Rows rows = connection.query(
      "SELECT tags, shapes, track_frames, start_frame, stop_frame, received_ms FROM retally.annotation"
      " WHERE job = $1",
      job);
  if (!rows.next()) return std::nullopt;
  return ledger::read_annotations(rows);
}

// Where two transactions bring the same identity, the later one waits for the end of the earlier.
//
// A large batch is hoped to be all new: then COPY takes it in less than half the time. Where one of it is
// known that is undone, and it is asked for each.
std::vector<bool> PostgresTables::add_identities(std::span<const Identity> identities) {
  std::vector<bool> is_new(identities.size());
  if (identities.empty()) return is_new;
  if (identities.size() >= kLargeBatch && copy_identities(identities)) {
    is_new.assign(identities.size(), true);
  } else {
    insert_identities(identities, is_new);
  }
  const auto fresh = std::ranges::count(is_new, true);
  // The total is kept in many rows, so that transactions seldom wait for one another there.
  if (fresh > 0) {
    connection_.run("UPDATE retally.total SET events = events + $1 WHERE slot = $2", std::int64_t{fresh},
                    connection_.slot());
  }
  return is_new;
}

bool PostgresTables::copy_identities(std::span<const Identity> identities) {
  connection_.script("SAVEPOINT identities");
  try {
    CopyIn copy(connection_, "retally.event (time_ms, hash)");
    for (const Identity& identity : identities) {
      copy.begin_row(2);
      copy.add_integer(identity.time_ms);
      copy.add_integer(static_cast<std::int64_t>(identity.hash));
    }
    copy.finish();
    return true;
  } catch (const DatabaseError& error) {
    if (!error.is_duplicate()) throw;
  }
  connection_.script("ROLLBACK TO identities");
  return false;
}

void PostgresTables::insert_identities(std::span<const Identity> identities, std::vector<bool>& is_new) {
  IntegerArray times;
  IntegerArray hashes;
  for (const Identity& identity : identities) {
    times.push_back(identity.time_ms);
    hashes.push_back(static_cast<std::int64_t>(identity.hash));
  }
  Rows rows = connection_.query(
      "INSERT INTO retally.event SELECT * FROM unnest($1::bigint[], $2::bigint[])"
      " ON CONFLICT DO NOTHING RETURNING time_ms, hash",
      times, hashes);
  while (rows.next()) {
    const Identity inserted{rows.integer(0), static_cast<std::uint64_t>(rows.integer(1))};
    const auto at = std::ranges::lower_bound(identities, inserted) - identities.begin();
    is_new[static_cast<std::size_t>(at)] = true;
  }
}

std::int64_t PostgresTables::deleted_before_ms() {
  Rows rows =
      connection_.query("SELECT deleted_before_ms FROM retally.horizon WHERE deleted_before_ms IS NOT NULL");
  return rows.next() ? rows.integer(0) : INT64_MIN;
}

// The row is made first, as only one that is there can be locked.
ledger::Horizon PostgresTables::take_horizon() {
  connection_.run("INSERT INTO retally.horizon (id) VALUES (1) ON CONFLICT DO NOTHING");
  Rows rows = connection_.query(
      "SELECT refused_before_ms, deleted_before_ms, moved_ms FROM retally.horizon FOR UPDATE");
  return rows.next() ? ledger::read_horizon(rows) : ledger::Horizon{};
}

void PostgresTables::save(const ledger::Horizon& horizon) {
  connection_.run("UPDATE retally.horizon SET refused_before_ms = $1, deleted_before_ms = $2, moved_ms = $3",
                  ledger::null_if_never(horizon.refused_before_ms),
                  ledger::null_if_never(horizon.deleted_before_ms), ledger::null_if_never(horizon.moved_ms));
}

// Only who has locked the horizon deletes, so that a row can't go elsewhere between the two steps.
std::size_t PostgresTables::delete_identities(std::int64_t before_ms, std::size_t limit) {
  Rows rows = connection_.query(
      "WITH gone AS (DELETE FROM retally.event WHERE ctid = ANY(ARRAY(SELECT ctid FROM retally.event"
      " WHERE time_ms < $1 ORDER BY time_ms, hash LIMIT $2)) RETURNING 1) SELECT count(*) FROM gone",
      before_ms, static_cast<std::int64_t>(limit));
  const std::int64_t deleted = rows.next() ? rows.integer(0) : 0;
  // Of one row it may become less than nothing; the sum is what counts.
  if (deleted > 0)
    connection_.run("UPDATE retally.total SET events = events - $1 WHERE slot = $2", deleted,
                    connection_.slot());
  return static_cast<std::size_t>(deleted);
}

// Those that are there; returns whether all were.
bool PostgresTables::lock(std::span<const ResourceId> ids, Found& found) {
  IntegerArray wanted;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!found[i]) wanted.push_back(ids[i].id);
  }
  static const std::string kSql = kSelectRow + "WHERE kind = $1 AND id = ANY($2) ORDER BY id FOR UPDATE";
  Rows rows = connection_.query(kSql, number_of(ids.front().kind), wanted);
  while (rows.next()) {
    ResourceRow row = ledger::read_resource_row(rows);
    const auto at = std::ranges::lower_bound(ids, row.id) - ids.begin();
    found[static_cast<std::size_t>(at)] = std::move(row);
  }
  return std::ranges::all_of(found, [](const auto& row) { return row.has_value(); });
}

std::vector<std::optional<ResourceRow>> PostgresTables::take(std::span<const ResourceId> ids) {
  Found found(ids.size());
  if (ids.empty() || lock(ids, found)) return found;
  IntegerArray missing;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!found[i]) missing.push_back(ids[i].id);
  }
  connection_.run(
      "INSERT INTO retally.resource (kind, id) SELECT $1, id FROM unnest($2::bigint[]) AS id"
      " ON CONFLICT DO NOTHING",
      number_of(ids.front().kind), missing);
  lock(ids, found);
  for (auto& row : found) {
    if (row && row->version == 0) row.reset();
  }
  return found;
}

void PostgresTables::save(std::span<const ResourceRow* const> rows) {
  if (rows.empty()) return;
  IntegerArray kinds, ids, name_times, type_times, parents, parent_times, state_times, heard, updated,
      removed, restored, are_removed, versions;
  TextArray names, types, states;
  for (const ResourceRow* row : rows) {
    kinds.push_back(number_of(row->id.kind));
    ids.push_back(row->id.id);
    names.push_back(row->name.value);
    name_times.push_back(ledger::null_if_never(row->name.time_ms));
    types.push_back(row->type.value);
    type_times.push_back(ledger::null_if_never(row->type.time_ms));
    parents.push_back(row->parent.value);
    parent_times.push_back(ledger::null_if_never(row->parent.time_ms));
    states.push_back(row->state.value);
    state_times.push_back(ledger::null_if_never(row->state.time_ms));
    heard.push_back(ledger::null_if_never(row->last_event_ms));
    updated.push_back(row->updated_ms);
    removed.push_back(ledger::null_if_never(row->removed_ms));
    restored.push_back(ledger::null_if_never(row->restored_ms));
    are_removed.push_back(std::int64_t{row->removed() ? 1 : 0});
    versions.push_back(row->version);
  }
  connection_.run(
      "INSERT INTO retally.resource (kind, id, name, name_ms, type, type_ms, parent, parent_ms, state,"
      " state_ms, last_event_ms, updated_ms, removed_ms, restored_ms, removed, version)"
      " SELECT kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms,"
      " updated_ms, removed_ms, restored_ms, removed <> 0, version"
      " FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[],"
      " $7::bigint[], $8::bigint[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],"
      " $14::bigint[], $15::bigint[], $16::bigint[])"
      " AS r (kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms,"
      " updated_ms, removed_ms, restored_ms, removed, version)"
      " ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, name_ms = excluded.name_ms,"
      " type = excluded.type, type_ms = excluded.type_ms, parent = excluded.parent,"
      " parent_ms = excluded.parent_ms, state = excluded.state, state_ms = excluded.state_ms,"
      " last_event_ms = excluded.last_event_ms, updated_ms = excluded.updated_ms,"
      " removed_ms = excluded.removed_ms, restored_ms = excluded.restored_ms, removed = excluded.removed,"
      " version = excluded.version",
      kinds, ids, names, name_times, types, type_times, parents, parent_times, states, state_times, heard,
      updated, removed, restored, are_removed, versions);
}

bool PostgresTables::knows(ResourceId id) {
  return find_resource(connection_, id).has_value();
}

std::vector<std::int64_t> PostgresTables::children(ResourceId id) {
  std::vector<std::int64_t> found;
  Rows rows = connection_.query(
      "SELECT id FROM retally.resource WHERE kind = $1 AND parent = $2 AND version > 0 ORDER BY id",
      number_of(id.kind) - 1, id.id);
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

void PostgresTables::add_tallies(std::span<const ledger::TallyRow> rows) {
  if (rows.empty()) return;
  constexpr std::size_t kKeys = 4;
  constexpr std::size_t kValues = ledger::kTallyColumns.size();
  static const std::string kSql =
      insert_tallies("SELECT * FROM unnest(" + integer_arrays(static_cast<int>(kKeys + kValues)) + ")");
  std::array<IntegerArray, kKeys + kValues> columns;
  for (const auto& [key, tally] : rows) {
    columns[0].push_back(number_of(key.resource.kind));
    columns[1].push_back(key.resource.id);
    columns[2].push_back(ledger::number_of(key.day));
    columns[3].push_back(key.user);
    auto column = columns.begin() + kKeys;
    ledger::visit_tally(tally, [&](std::int64_t value) { (column++)->push_back(value); });
  }
  std::apply([&](const auto&... arrays) { connection_.run(kSql, arrays...); }, columns);
}

void PostgresTables::add_tallies_of(ResourceId from, ResourceId to, ledger::Sign sign) {
  static const std::string kSql =
      insert_tallies("SELECT $1, $2, day, annotator, " + ledger::each_tally_column("$3 * {0}", ", ") +
                     " FROM retally.tally WHERE kind = $4 AND id = $5");
  connection_.run(kSql, number_of(to.kind), to.id, static_cast<int>(sign), number_of(from.kind), from.id);
}

void PostgresTables::delete_empty_tallies(ResourceId resource) {
  static const std::string kSql = "DELETE FROM retally.tally WHERE kind = $1 AND id = $2 AND " +
                                  ledger::each_tally_column("{0} = 0", " AND ");
  connection_.run(kSql, number_of(resource.kind), resource.id);
}

std::vector<bool> PostgresTables::add_states(std::span<const ledger::StateRow> states) {
  std::vector<bool> is_new(states.size());
  if (states.empty()) return is_new;
  IntegerArray jobs, times;
  TextArray texts;
  for (const auto& [job, change] : states) {
    jobs.push_back(job);
    times.push_back(change.time_ms);
    texts.push_back(change.state);
  }
  // By their places: a text may have been cleaned on its way.
  Rows rows = connection_.query(
      "WITH told AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[]) WITH ORDINALITY"
      " AS s (job, time_ms, state, place)),"
      " fresh AS (INSERT INTO retally.state_change SELECT job, time_ms, state FROM told"
      " ON CONFLICT DO NOTHING RETURNING job, time_ms, state)"
      " SELECT min(place) FROM told JOIN fresh USING (job, time_ms, state) GROUP BY job, time_ms, state",
      jobs, times, texts);
  while (rows.next()) is_new[static_cast<std::size_t>(rows.integer(0) - 1)] = true;
  return is_new;
}

std::optional<AnnotationCount> PostgresTables::annotations(std::int64_t job) {
  return find_annotations(connection_, job);
}

void PostgresTables::put_annotations(std::int64_t job, const AnnotationCount& count) {
  connection_.run(
      "INSERT INTO retally.annotation VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (job) DO UPDATE SET"
      " tags = excluded.tags, shapes = excluded.shapes, track_frames = excluded.track_frames,"
      " start_frame = excluded.start_frame, stop_frame = excluded.stop_frame,"
      " received_ms = excluded.received_ms",
      job, count.tags, count.shapes, count.track_frames, count.start_frame, count.stop_frame,
      count.received.time_since_epoch().count());
}

void PostgresTables::see_users(std::span<const ledger::UserRow> users) {
  if (users.empty()) return;
  IntegerArray ids, times;
  TextArray names;
  for (const auto& [user, name] : users) {
    ids.push_back(user);
    names.push_back(name.value);
    times.push_back(name.time_ms);
  }
  connection_.run(
      "INSERT INTO retally.annotator AS a SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[])"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_ms = excluded.name_ms"
      " WHERE (excluded.name_ms, excluded.name) > (a.name_ms, a.name)",
      ids, names, times);
}

void PostgresTables::add_rejects(std::span<const Reject> rejects) {
  if (rejects.empty()) return;
  IntegerArray received, lines;
  TextArray sources, reasons, texts;
  for (const Reject& reject : rejects) {
    received.push_back(reject.received_ms);
    sources.push_back(reject.source);
    lines.push_back(static_cast<std::int64_t>(reject.line));
    reasons.push_back(reject.reason);
    texts.push_back(reject.text);
  }
  connection_.run(
      "INSERT INTO retally.reject (received_ms, source, line, reason, text)"
      " SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])",
      received, sources, lines, reasons, texts);
  // A transaction that is undone leaves a gap in the ids: then a few less are kept.
  connection_.run(
      "DELETE FROM retally.reject WHERE id IN (SELECT id FROM retally.reject"
      " WHERE id <= (SELECT max(id) FROM retally.reject) - $1 ORDER BY id FOR UPDATE)",
      ledger::kMaxRejects);
}

}  // namespace retally::postgres
