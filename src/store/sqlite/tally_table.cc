#include "store/sqlite/tally_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

namespace retally::sqlite {

namespace {

constexpr std::array<std::string_view, kActions* kObjectKinds + kActions + 1> kColumns = {
    "created_tags",   "created_shapes", "created_tracks", "updated_tags",   "updated_shapes",
    "updated_tracks", "deleted_tags",   "deleted_shapes", "deleted_tracks", "create_events",
    "update_events",  "delete_events",  "working_ms"};

// Every column by the same pattern, in which {0} is its name: "a = a + excluded.a, b = b + excluded.b".
std::string each_column(std::string_view pattern, std::string_view separator) {
  std::vector<std::string> parts;
  parts.reserve(kColumns.size());
  for (const std::string_view column : kColumns) parts.push_back(fmt::format(fmt::runtime(pattern), column));
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string add_on_conflict() {
  return " ON CONFLICT DO UPDATE SET " + each_column("{0} = {0} + excluded.{0}", ", ");
}

}  // namespace

const std::string& tally_columns() {
  static const std::string kText = each_column("{0}", ", ");
  return kText;
}

Tally read_tally(const Rows& rows, int first_column) {
  Tally tally;
  int column = first_column;
  for (auto& kinds : tally.objects)
    for (std::int64_t& count : kinds) count = rows.integer(column++);
  for (std::int64_t& count : tally.events) count = rows.integer(column++);
  tally.working_ms = rows.integer(column);
  return tally;
}

void add_tally(Connection& connection, const TallyKey& key, const Tally& tally) {
  static const std::string kSql =
      "INSERT INTO tally VALUES (?, ?, ?, ?, " + each_column("?", ", ") + ")" + add_on_conflict();
  const auto& [create, update, remove] = tally.objects;
  connection.run(kSql, static_cast<int>(key.resource.kind), key.resource.id, number_of(key.day), key.user,
                 create[0], create[1], create[2], update[0], update[1], update[2], remove[0], remove[1],
                 remove[2], tally.events[0], tally.events[1], tally.events[2], tally.working_ms);
}

void add_rows(Connection& connection, ResourceId from, ResourceId to, Sign sign) {
  static const std::string kSql = "INSERT INTO tally SELECT ?1, ?2, day, user, " +
                                  each_column("?3 * {0}", ", ") + " FROM tally WHERE kind = ?4 AND id = ?5" +
                                  add_on_conflict();
  connection.run(kSql, static_cast<int>(to.kind), to.id, static_cast<int>(sign), static_cast<int>(from.kind),
                 from.id);
}

void delete_empty_rows(Connection& connection, ResourceId resource) {
  static const std::string kSql =
      "DELETE FROM tally WHERE kind = ? AND id = ? AND " + each_column("{0} = 0", " AND ");
  connection.run(kSql, static_cast<int>(resource.kind), resource.id);
}

}  // namespace retally::sqlite
