#include "store/sqlite/rejects.h"

namespace retally::sqlite {

void add_rejects(Connection& connection, std::span<const Reject> rejects) {
  if (rejects.empty()) return;
  for (const Reject& reject : rejects) {
    connection.run("INSERT INTO reject (received_ms, source, line, reason, text) VALUES (?, ?, ?, ?, ?)",
                   reject.received_ms, reject.source, static_cast<std::int64_t>(reject.line), reject.reason,
                   reject.text);
  }
  // Only the oldest ever go, so the ids have no gaps.
  connection.run("DELETE FROM reject WHERE id <= (SELECT max(id) FROM reject) - ?", kMaxRejects);
}

std::vector<Reject> rejects(Connection& connection, std::size_t offset, std::size_t limit) {
  std::vector<Reject> found;
  Rows rows = connection.query(
      "SELECT received_ms, source, line, reason, text FROM reject ORDER BY id DESC LIMIT ? OFFSET ?",
      static_cast<std::int64_t>(limit), static_cast<std::int64_t>(offset));
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.text(1), static_cast<std::uint64_t>(rows.integer(2)), rows.text(3),
                     rows.text(4)});
  }
  return found;
}

}  // namespace retally::sqlite
