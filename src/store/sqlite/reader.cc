#include "store/sqlite/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/ledger/read_rows.h"
#include "store/ledger/search.h"
#include "store/sqlite/tables.h"

namespace retally::sqlite {

namespace {

// A resource `r`, and what it is in: `p`, and what that is in: `g`. A project has no parent, and so none of
// both.
#define RETALLY_SELECT_RESOURCE_FROM(table)                                                      \
  "SELECT r.kind, r.id, r.name, r.type, r.parent, coalesce(p.parent, 0),"                        \
  " r.removed OR coalesce(p.removed, 0) OR coalesce(g.removed, 0), r.version, r.report_version," \
  " coalesce(r.report_created_ms, 0)"                                                            \
  " FROM " table                                                                                 \
  " LEFT JOIN resource p ON p.kind = r.kind + 1 AND p.id = r.parent"                             \
  " LEFT JOIN resource g ON g.kind = r.kind + 2 AND g.id = p.parent "
#define RETALLY_SELECT_RESOURCE RETALLY_SELECT_RESOURCE_FROM("resource r")

// The kinds of a project or task whose stale ones are looked for; by id, for a steady order.
constexpr std::string_view kStaleJobsOfProject =
    "SELECT j.id FROM resource t INDEXED BY resource_parent"
    " CROSS JOIN resource j INDEXED BY resource_stale ON j.kind = 0 AND j.parent = t.id"
    " AND j.version > j.report_version AND j.removed = 0"
    " WHERE t.kind = 1 AND t.parent = ? AND t.removed = 0 ORDER BY j.id";

constexpr std::string_view kStaleChildren =
    "SELECT id FROM resource INDEXED BY resource_stale"
    " WHERE kind = ? AND parent = ? AND version > report_version AND removed = 0 ORDER BY id";

// Of a kind, or of a kind and a parent: one condition for both would leave out the index of parents.
#define RETALLY_MATCHING_PAGE                                                    \
  " AND (?4 = '' OR r.id = ?5 OR (r.name <> '' AND r.name LIKE ?6 ESCAPE '\\'))" \
  " ORDER BY r.id LIMIT ?7"
constexpr std::string_view kList =
    RETALLY_SELECT_RESOURCE "WHERE r.kind = ?1 AND r.id > ?2" RETALLY_MATCHING_PAGE;
constexpr std::string_view kListChildren =
    RETALLY_SELECT_RESOURCE_FROM("resource r INDEXED BY resource_parent")
    "WHERE r.kind = ?1 AND r.parent = ?3 AND r.id > ?2" RETALLY_MATCHING_PAGE;

void append_ids(std::vector<ResourceId>& to, ResourceKind kind, Rows rows) {
  while (rows.next()) to.push_back({kind, rows.integer(0)});
}

std::vector<DayTally> days_of(Connection& connection, ResourceId id) {
  static const std::string kSql = "SELECT day, " + ledger::each_tally_column("{0}", ", ") +
                                  " FROM tally WHERE kind = ? AND id = ? ORDER BY day";
  return ledger::read_days(connection.query(kSql, static_cast<int>(id.kind), id.id));
}

std::vector<StateChange> states_of(Connection& connection, std::int64_t job) {
  std::vector<StateChange> states;
  Rows rows =
      connection.query("SELECT time_ms, state FROM state_change WHERE job = ? ORDER BY time_ms, state", job);
  while (rows.next()) states.push_back({rows.integer(0), rows.text(1)});
  return states;
}

}  // namespace

std::optional<Resource> SqliteReader::resource(ResourceId id) {
  Rows rows = connection_->query(RETALLY_SELECT_RESOURCE "WHERE r.kind = ? AND r.id = ?",
                                 static_cast<int>(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  return ledger::read_resource(rows);
}

std::vector<Resource> SqliteReader::resources(const ResourceQuery& query) {
  std::vector<Resource> found;
  const std::string pattern = ledger::like_pattern(query.search);
  Rows rows = connection_->query(query.parent == ResourceQuery::kAnyParent ? kList : kListChildren,
                                 static_cast<int>(query.kind), query.after, query.parent, query.search,
                                 ledger::id_in(query.search), pattern,
                                 static_cast<std::int64_t>(std::min(query.limit, ledger::kMaxPage)));
  while (rows.next()) found.push_back(ledger::read_resource(rows));
  return found;
}

std::optional<ResourceId> SqliteReader::root(ResourceId id) {
  auto row = find_resource(*connection_, id);
  if (!row) return std::nullopt;
  for (auto parent = ledger::parent_of(id, row->parent.value); parent;
       parent = ledger::parent_of(id, find_resource(*connection_, id)->parent.value)) {
    id = *parent;
  }
  return id;
}

std::vector<ResourceId> SqliteReader::stale_below(ResourceId id) {
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

std::vector<ResourceId> SqliteReader::stale_roots(std::optional<ResourceId> after, std::size_t limit) {
  std::vector<ResourceId> stale;
  const ResourceId start = after.value_or(ResourceId{});
  Rows rows = connection_->query(
      "SELECT kind, id FROM resource INDEXED BY root_stale"
      " WHERE version > report_version AND removed = 0 AND (kind = 2 OR parent = 0)"
      " AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?",
      static_cast<int>(start.kind), start.id, static_cast<std::int64_t>(limit));
  while (rows.next()) stale.push_back({static_cast<ResourceKind>(rows.integer(0)), rows.integer(1)});
  return stale;
}

std::optional<JobRecord> SqliteReader::job(std::int64_t job) {
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

std::optional<RollupRecord> SqliteReader::rollup(ResourceId id) {
  auto found = resource(id);
  if (!found) return std::nullopt;
  return RollupRecord{*std::move(found), days_of(*connection_, id)};
}

std::vector<JobSummary> SqliteReader::summaries(ResourceId id) {
  if (id.kind == ResourceKind::job) return {};
  std::vector<JobSummary> found;
  const std::string_view sql =
      id.kind == ResourceKind::project
          ? "SELECT j.id, j.parent, j.object_count, j.annotating_s, j.annotating_ended_ms"
            " FROM resource t INDEXED BY resource_parent"
            " CROSS JOIN resource j INDEXED BY resource_parent ON j.kind = 0 AND j.parent = t.id"
            " WHERE t.kind = 1 AND t.parent = ? AND t.removed = 0"
            " AND j.removed = 0 AND j.type IN ('', 'annotation') ORDER BY j.id"
          : "SELECT id, parent, object_count, annotating_s, annotating_ended_ms"
            " FROM resource INDEXED BY resource_parent"
            " WHERE kind = 0 AND parent = ? AND removed = 0 AND type IN ('', 'annotation') ORDER BY id";
  Rows rows = connection_->query(sql, id.id);
  while (rows.next()) found.push_back(ledger::read_summary(rows, 0));
  return found;
}

std::vector<UserDayTally> SqliteReader::user_days(ResourceId id, Day from, Day to) {
  static const std::string kSql = "SELECT user, day, " + ledger::each_tally_column("{0}", ", ") +
                                  " FROM tally WHERE kind = ? AND id = ? AND day BETWEEN ? AND ?"
                                  " ORDER BY user, day";
  std::vector<UserDayTally> found;
  Rows rows = connection_->query(kSql, static_cast<int>(id.kind), id.id, ledger::number_of(from),
                                 ledger::number_of(to));
  while (rows.next())
    found.push_back({rows.integer(0), ledger::day_of(rows.integer(1)), ledger::read_tally(rows, 2)});
  return found;
}

std::vector<UserName> SqliteReader::user_names(std::span<const std::int64_t> users) {
  std::vector<UserName> names;
  for (const std::int64_t user : users) {
    Rows rows = connection_->query("SELECT name FROM user WHERE id = ?", user);
    if (rows.next()) names.push_back({user, rows.text(0)});
  }
  return names;
}

std::optional<StoredReport> SqliteReader::report(ResourceId id) {
  const auto found = resource(id);
  if (!found || found->deleted) return std::nullopt;
  Rows rows = connection_->query(
      "SELECT p.version, p.created_ms, p.body, r.id, r.parent, r.object_count, r.annotating_s,"
      " r.annotating_ended_ms FROM report p JOIN resource r ON r.kind = p.kind AND r.id = p.id"
      " WHERE p.kind = ? AND p.id = ?",
      static_cast<int>(id.kind), id.id);
  if (!rows.next()) return std::nullopt;
  StoredReport report{id, rows.integer(0), ledger::time_point(rows.integer(1)), rows.text(2), {}};
  if (id.kind == ResourceKind::job) report.summary = ledger::read_summary(rows, 3);
  return report;
}

std::optional<TimePoint> SqliteReader::latest_event() {
  Rows rows = connection_->query("SELECT max(time_ms) FROM event");
  if (!rows.next()) return std::nullopt;
  const std::optional<std::int64_t> latest_ms = rows.optional_integer(0);
  return latest_ms ? std::optional(ledger::time_point(*latest_ms)) : std::nullopt;
}

std::vector<Reject> SqliteReader::rejects(std::size_t offset, std::size_t limit) {
  std::vector<Reject> found;
  Rows rows = connection_->query(
      "SELECT received_ms, source, line, reason, text FROM reject ORDER BY id DESC LIMIT ? OFFSET ?",
      static_cast<std::int64_t>(limit), static_cast<std::int64_t>(offset));
  while (rows.next()) found.push_back(ledger::read_reject(rows));
  return found;
}

StoreCounts SqliteReader::counts() {
  Rows rows = connection_->query(
      "SELECT events, (SELECT count(*) FROM resource WHERE kind = 2),"
      " (SELECT count(*) FROM resource WHERE kind = 1), (SELECT count(*) FROM resource WHERE kind = 0),"
      " (SELECT count(*) FROM reject) FROM total");
  rows.next();
  return {rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
}

TimePoint SqliteReader::forgotten_before() {
  Rows rows = connection_->query("SELECT refused_before_ms FROM horizon");
  return rows.next() ? ledger::time_point(rows.integer(0)) : TimePoint::min();
}

}  // namespace retally::sqlite
