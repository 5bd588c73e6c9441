#include "store/sqlite/reports.h"

namespace retally::sqlite {

namespace {

// A resource that is not deleted, neither itself nor with what it is in, and has no later report.
constexpr std::string_view kTakesReport =
    "SELECT 1 FROM resource r LEFT JOIN resource p ON p.kind = r.kind + 1 AND p.id = r.parent"
    " LEFT JOIN resource g ON g.kind = r.kind + 2 AND g.id = p.parent"
    " WHERE r.kind = ? AND r.id = ? AND r.report_version <= ?"
    " AND NOT (r.removed OR coalesce(p.removed, 0) OR coalesce(g.removed, 0))";

bool takes(Connection& connection, const StoredReport& report) {
  return connection.query(kTakesReport, static_cast<int>(report.id.kind), report.id.id, report.version)
      .next();
}

void save(Connection& connection, const StoredReport& report) {
  const std::int64_t created_ms = report.created.time_since_epoch().count();
  connection.run("INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?, ?)", static_cast<int>(report.id.kind),
                 report.id.id, report.version, created_ms, report.body);
  connection.run(
      "UPDATE resource SET report_version = ?, report_created_ms = ?, object_count = ?, annotating_s = ?,"
      " annotating_ended_ms = ? WHERE kind = ? AND id = ?",
      report.version, created_ms, report.summary.object_count, report.summary.annotating.seconds,
      report.summary.annotating.ended_ms, static_cast<int>(report.id.kind), report.id.id);
}

}  // namespace

std::size_t save_reports(Connection& connection, std::span<const StoredReport> reports) {
  std::size_t saved = 0;
  for (const StoredReport& report : reports) {
    if (!takes(connection, report)) continue;
    save(connection, report);
    ++saved;
  }
  return saved;
}

}  // namespace retally::sqlite
