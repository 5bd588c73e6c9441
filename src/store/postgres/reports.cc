#include "store/postgres/reports.h"

#include <map>

#include "store/postgres/tables.h"

namespace retally::postgres {

namespace {

// The latest of each resource, in the order of their keys.
using Latest = std::map<ResourceId, const StoredReport*>;

Latest latest_of(std::span<const StoredReport> reports) {
  Latest latest;
  for (const StoredReport& report : reports) {
    const StoredReport*& kept = latest[report.id];
    if (kept == nullptr || kept->version <= report.version) kept = &report;
  }
  return latest;
}

// Takes the resources, and leaves those in `latest` that take their report: that are not deleted, neither
// themselves nor with what they are in, and have no later one.
void drop_refused(Connection& connection, Latest& latest) {
  IntegerArray kinds, ids;
  for (const auto& [id, report] : latest) {
    kinds.push_back(number_of(id.kind));
    ids.push_back(id.id);
  }
  Rows rows = connection.query(
      "SELECT r.kind, r.id, r.report_version FROM retally.resource r"
      " LEFT JOIN retally.resource p ON p.kind = r.kind + 1 AND p.id = r.parent"
      " LEFT JOIN retally.resource g ON g.kind = r.kind + 2 AND g.id = p.parent"
      " WHERE (r.kind, r.id) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))"
      " AND NOT (r.removed OR coalesce(p.removed, false) OR coalesce(g.removed, false))"
      " ORDER BY r.kind, r.id FOR UPDATE OF r",
      kinds, ids);
  Latest taken;
  while (rows.next()) {
    const ResourceId id{static_cast<ResourceKind>(rows.integer(0)), rows.integer(1)};
    if (rows.integer(2) <= latest.at(id)->version) taken.emplace(id, latest.at(id));
  }
  latest = std::move(taken);
}

void write(Connection& connection, const Latest& latest) {
  IntegerArray kinds, ids, versions, created, objects, seconds, ended;
  TextArray bodies;
  for (const auto& [id, report] : latest) {
    kinds.push_back(number_of(id.kind));
    ids.push_back(id.id);
    versions.push_back(report->version);
    created.push_back(report->created.time_since_epoch().count());
    bodies.push_back(report->body);
    objects.push_back(report->summary.object_count);
    seconds.push_back(report->summary.annotating.seconds);
    ended.push_back(report->summary.annotating.ended_ms);
  }
  connection.run(
      "INSERT INTO retally.report"
      " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])"
      " ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, created_ms = excluded.created_ms,"
      " body = excluded.body",
      kinds, ids, versions, created, bodies);
  connection.run(
      "UPDATE retally.resource r SET report_version = b.version, report_created_ms = b.created_ms,"
      " object_count = b.objects, annotating_s = b.seconds, annotating_ended_ms = b.ended_ms"
      " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],"
      " $7::bigint[]) AS b (kind, id, version, created_ms, objects, seconds, ended_ms)"
      " WHERE r.kind = b.kind AND r.id = b.id",
      kinds, ids, versions, created, objects, seconds, ended);
}

}  // namespace

std::size_t save_reports(Connection& connection, std::span<const StoredReport> reports) {
  Latest latest = latest_of(reports);
  drop_refused(connection, latest);
  if (!latest.empty()) write(connection, latest);
  return latest.size();
}

}  // namespace retally::postgres
