#include "store/transfer/tables.h"

#include <fmt/format.h>

#include "store/ledger/tally_columns.h"

namespace retally::transfer {

namespace {

constexpr auto kBoolean = ColumnType::boolean;
constexpr auto kText = ColumnType::text;

std::vector<Column> tally_columns() {
  std::vector<Column> columns = {{"kind"}, {"id"}, {"day"}, {"annotator", ColumnType::integer, "user"}};
  for (const std::string_view name : ledger::kTallyColumns) columns.push_back({name});
  return columns;
}

std::vector<Table> make_tables() {
  return {
      {"event", "event", {{"time_ms"}, {"hash"}}},
      {"horizon", "horizon", {{"id"}, {"refused_before_ms"}, {"deleted_before_ms"}, {"moved_ms"}}},
      {"resource",
       "resource",
       {{"kind"},
        {"id"},
        {"name", kText},
        {"name_ms"},
        {"type", kText},
        {"type_ms"},
        {"parent"},
        {"parent_ms"},
        {"state", kText},
        {"state_ms"},
        {"last_event_ms"},
        {"updated_ms"},
        {"removed_ms"},
        {"restored_ms"},
        {"removed", kBoolean},
        {"version"},
        {"report_version"},
        {"report_created_ms"},
        {"object_count"},
        {"annotating_s"},
        {"annotating_ended_ms"}}},
      {"tally", "tally", tally_columns()},
      {"state_change", "state_change", {{"job"}, {"time_ms"}, {"state", kText}}, true},
      {"annotation",
       "annotation",
       {{"job"}, {"tags"}, {"shapes"}, {"track_frames"}, {"start_frame"}, {"stop_frame"}, {"received_ms"}}},
      {"user", "annotator", {{"id"}, {"name", kText}, {"name_ms"}}},
      {"report", "report", {{"kind"}, {"id"}, {"version"}, {"created_ms"}, {"body", kText}}},
      {"reject",
       "reject",
       {{"id"}, {"received_ms"}, {"source", kText}, {"line"}, {"reason", kText}, {"text", kText}}},
  };
}

}  // namespace

std::span<const Table> tables() {
  static const std::vector<Table> kTables = make_tables();
  return kTables;
}

std::string source_query(const Table& table) {
  std::string columns;
  for (const Column& column : table.columns) {
    if (!columns.empty()) columns += ", ";
    columns += column.type == kText ? fmt::format("clean_text({})", column.from) : std::string(column.from);
  }
  return fmt::format("SELECT {}{} FROM {}", table.has_text_key ? "DISTINCT " : "", columns, table.from);
}

std::string target_columns(const Table& table) {
  std::string columns;
  for (const Column& column : table.columns) {
    columns += columns.empty() ? "" : ", ";
    columns += column.to;
  }
  return fmt::format("retally.{} ({})", table.to, columns);
}

}  // namespace retally::transfer
