#include "store/postgres/reader.h"

#include <algorithm>
#include <unordered_map>

#include "store/ledger/read_rows.h"
#include "store/ledger/search.h"
#include "store/postgres/tables.h"

namespace retally::postgres {

namespace {

// A resource `r`, and what it is in: `p`, and what that is in: `g`. A project has no parent, and so none of
// both.
const std::string kSelectResource =
    "SELECT r.kind, r.id, r.name, r.type, r.parent, coalesce(p.parent, 0),"
    " r.removed OR coalesce(p.removed, false) OR coalesce(g.removed, false), r.version, r.report_version,"
    " coalesce(r.report_created_ms, 0)"
    " FROM retally.resource r LEFT JOIN retally.resource p ON p.kind = r.kind + 1 AND p.id = r.parent"
    " LEFT JOIN retally.resource g ON g.kind = r.kind + 2 AND g.id = p.parent ";

// The kinds of a project or task whose stale ones are looked for; by id, for a steady order.
constexpr std::string_view kStaleJobsOfProject =
    "SELECT j.id FROM retally.resource t JOIN retally.resource j ON j.kind = 0 AND j.parent = t.id"
    " AND j.version > j.report_version AND NOT j.removed"
    " WHERE t.kind = 1 AND t.parent = $1 AND NOT t.removed ORDER BY j.id";

constexpr std::string_view kStaleChildren =
    "SELECT id FROM retally.resource"
    " WHERE kind = $1 AND parent = $2 AND version > report_version AND NOT removed ORDER BY id";

// Of a kind, or of a kind and a parent: a plan for both at once would leave out the index of parents.
const std::string kMatchingPage =
    " AND r.version > 0 AND ($4 = '' OR r.id = $5 OR (r.name <> '' AND r.name ILIKE $6 ESCAPE '\\'))"
    " ORDER BY r.id LIMIT $7";
const std::string kList = kSelectResource + "WHERE r.kind = $1 AND r.id > $2" + kMatchingPage;
const std::string kListChildren =
    kSelectResource + "WHERE r.kind = $1 AND r.parent = $3 AND r.id > $2" + kMatchingPage;

void append_ids(std::vector<ResourceId>& to, ResourceKind kind, Rows rows) {
  while (rows.next()) to.push_back({kind, rows.integer(0)});
}

std::vector<DayTally> days_of(Connection& connection, ResourceId id) {
  static const std::string kSql = "SELECT day, " + ledger::each_tally_column("{0}", ", ") +
                                  " FROM retally.tally WHERE kind = $1 AND id = $2 ORDER BY day";
  return ledger::read_days(connection.query(kSql, number_of(id.kind), id.id));
}

std::vector<StateChange> states_of(Connection& connection, std::int64_t job) {
  std::vector<StateChange> states;
  Rows rows = connection.query(
      "SELECT time_ms, state FROM retally.state_change WHERE job = $1 ORDER BY time_ms, state", job);
  while (rows.next()) states.push_back({rows.integer(0), rows.text(1)});
  return states;
}

}  // namespace

std::optional<Resource> PostgresReader::resource(ResourceId id) {
  static const std::string kSql = kSelectResource + "WHERE r.kind = $1 AND r.id = $2 AND r.version > 0";
  Rows rows = connection_->query(kSql, number_of(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  return ledger::read_resource(rows);
}

std::vector<Resource> PostgresReader::resources(const ResourceQuery& query) {
  std::vector<Resource> found;
  const std::string pattern = ledger::like_pattern(query.search);
  const std::string& sql = query.parent == ResourceQuery::kAnyParent ? kList : kListChildren;
  Rows rows = connection_->query(sql, number_of(query.kind), query.after, query.parent, query.search,
                                 ledger::id_in(query.search), pattern,
                                 static_cast<std::int64_t>(std::min(query.limit, ledger::kMaxPage)));
  while (rows.next()) found.push_back(ledger::read_resource(rows));
  return found;
}

std::optional<ResourceId> PostgresReader::root(ResourceId id) {
  auto row = find_resource(*connection_, id);
  if (!row) return std::nullopt;
  for (auto parent = ledger::parent_of(id, row->parent.value); parent;
       parent = ledger::parent_of(id, find_resource(*connection_, id)->parent.value)) {
    id = *parent;
  }
  return id;
}

std::vector<ResourceId> PostgresReader::stale_below(ResourceId id) {
  std::vector<ResourceId> stale;
  const auto self = resource(id);
  if (!self || self->deleted) return stale;
  if (id.kind == ResourceKind::project) {
    append_ids(stale, ResourceKind::job, connection_->query(kStaleJobsOfProject, id.id));
    append_ids(stale, ResourceKind::task, connection_->query(kStaleChildren, 1, id.id));
  } else if (id.kind == ResourceKind::task) {
    append_ids(stale, ResourceKind::job, connection_->query(kStaleChildren, 0, id.id));
  }
  if (self->version > self->report_version) stale.push_back(id);
  return stale;
}

std::vector<ResourceId> PostgresReader::stale_roots(std::optional<ResourceId> after, std::size_t limit) {
  std::vector<ResourceId> stale;
  const ResourceId start = after.value_or(ResourceId{});
  Rows rows = connection_->query(
      "SELECT kind, id FROM retally.resource"
      " WHERE version > report_version AND NOT removed AND (kind = 2 OR parent = 0)"
      " AND (kind, id) > ($1, $2) ORDER BY kind, id LIMIT $3",
      number_of(start.kind), start.id, static_cast<std::int64_t>(limit));
  while (rows.next()) stale.push_back({static_cast<ResourceKind>(rows.integer(0)), rows.integer(1)});
  return stale;
}

std::optional<JobRecord> PostgresReader::job(std::int64_t job) {
  const ResourceId id{ResourceKind::job, job};
  const auto row = find_resource(*connection_, id);
  if (!row) return std::nullopt;
  JobRecord record;
  record.resource = *resource(id);
  record.days = days_of(*connection_, id);
  record.states = states_of(*connection_, job);
  record.annotations = find_annotations(*connection_, job);
  if (row->updated_ms) record.updated = ledger::time_point(*row->updated_ms);
  if (row->last_event_ms != INT64_MIN) record.last_event_ms = row->last_event_ms;
  return record;
}

std::optional<RollupRecord> PostgresReader::rollup(ResourceId id) {
  auto found = resource(id);
  if (!found) return std::nullopt;
  return RollupRecord{*std::move(found), days_of(*connection_, id)};
}

std::vector<JobSummary> PostgresReader::summaries(ResourceId id) {
  if (id.kind == ResourceKind::job) return {};
  std::vector<JobSummary> found;
  const std::string_view sql =
      id.kind == ResourceKind::project
          ? "SELECT j.id, j.parent, j.object_count, j.annotating_s, j.annotating_ended_ms"
            " FROM retally.resource t JOIN retally.resource j ON j.kind = 0 AND j.parent = t.id"
            " WHERE t.kind = 1 AND t.parent = $1 AND NOT t.removed"
            " AND NOT j.removed AND j.type IN ('', 'annotation') ORDER BY j.id"
          : "SELECT id, parent, object_count, annotating_s, annotating_ended_ms"
            " FROM retally.resource"
            " WHERE kind = 0 AND parent = $1 AND NOT removed AND type IN ('', 'annotation') ORDER BY id";
  Rows rows = connection_->query(sql, id.id);
  while (rows.next()) found.push_back(ledger::read_summary(rows, 0));
  return found;
}

std::vector<UserDayTally> PostgresReader::user_days(ResourceId id, Day from, Day to) {
  static const std::string kSql = "SELECT annotator, day, " + ledger::each_tally_column("{0}", ", ") +
                                  " FROM retally.tally WHERE kind = $1 AND id = $2 AND day BETWEEN $3 AND $4"
                                  " ORDER BY annotator, day";
  std::vector<UserDayTally> found;
  Rows rows =
      connection_->query(kSql, number_of(id.kind), id.id, ledger::number_of(from), ledger::number_of(to));
  while (rows.next())
    found.push_back({rows.integer(0), ledger::day_of(rows.integer(1)), ledger::read_tally(rows, 2)});
  return found;
}

std::vector<UserName> PostgresReader::user_names(std::span<const std::int64_t> users) {
  IntegerArray ids;
  for (const std::int64_t user : users) ids.push_back(user);
  std::unordered_map<std::int64_t, std::string> known;
  Rows rows = connection_->query("SELECT id, name FROM retally.annotator WHERE id = ANY($1)", ids);
  while (rows.next()) known.emplace(rows.integer(0), rows.text(1));
  std::vector<UserName> names;
  for (const std::int64_t user : users) {
    if (const auto name = known.find(user); name != known.end()) names.push_back({user, name->second});
  }
  return names;
}

std::optional<StoredReport> PostgresReader::report(ResourceId id) {
  Rows rows = connection_->query(
      "SELECT b.version, b.created_ms, b.body, r.id, r.parent, r.object_count, r.annotating_s,"
      " r.annotating_ended_ms FROM retally.report b"
      " JOIN retally.resource r ON r.kind = b.kind AND r.id = b.id"
      " LEFT JOIN retally.resource p ON p.kind = r.kind + 1 AND p.id = r.parent"
      " LEFT JOIN retally.resource g ON g.kind = r.kind + 2 AND g.id = p.parent"
      " WHERE b.kind = $1 AND b.id = $2"
      " AND NOT (r.removed OR coalesce(p.removed, false) OR coalesce(g.removed, false))",
      number_of(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  StoredReport report{id, rows.integer(0), ledger::time_point(rows.integer(1)), rows.text(2), {}};
  if (id.kind == ResourceKind::job) report.summary = ledger::read_summary(rows, 3);
  return report;
}

std::optional<TimePoint> PostgresReader::latest_event() {
  Rows rows = connection_->query("SELECT max(time_ms) FROM retally.event");
  if (!rows.next()) return std::nullopt;
  const std::optional<std::int64_t> latest_ms = rows.optional_integer(0);
  return latest_ms ? std::optional(ledger::time_point(*latest_ms)) : std::nullopt;
}

std::vector<Reject> PostgresReader::rejects(std::size_t offset, std::size_t limit) {
  std::vector<Reject> found;
  Rows rows = connection_->query(
      "SELECT received_ms, source, line, reason, text FROM retally.reject ORDER BY id DESC"
      " LIMIT $1 OFFSET $2",
      static_cast<std::int64_t>(limit), static_cast<std::int64_t>(offset));
  while (rows.next()) found.push_back(ledger::read_reject(rows));
  return found;
}

StoreCounts PostgresReader::counts() {
  Rows rows = connection_->query(
      "SELECT (SELECT sum(events)::bigint FROM retally.total),"
      " (SELECT count(*) FROM retally.resource WHERE kind = 2 AND version > 0),"
      " (SELECT count(*) FROM retally.resource WHERE kind = 1 AND version > 0),"
      " (SELECT count(*) FROM retally.resource WHERE kind = 0 AND version > 0),"
      " (SELECT count(*) FROM retally.reject)");
  rows.next();
  return {rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
}

TimePoint PostgresReader::forgotten_before() {
  Rows rows =
      connection_->query("SELECT refused_before_ms FROM retally.horizon WHERE refused_before_ms IS NOT NULL");
  return rows.next() ? ledger::time_point(rows.integer(0)) : TimePoint::min();
}

}  // namespace retally::postgres
