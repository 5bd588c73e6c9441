#include "events/columns.h"

namespace retally {

namespace {

constexpr std::array<std::string_view, kColumns> kNames = {
    "scope",     "obj_name",   "obj_id",     "obj_val",  "source",  "timestamp",
    "count",     "duration",   "project_id", "task_id",  "job_id",  "user_id",
    "user_name", "user_email", "org_id",     "org_slug", "payload",
};

}  // namespace

std::string_view name_of(Column column) {
  return kNames[static_cast<std::size_t>(column)];
}

std::optional<Column> column_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Column>(i);
  }
  return std::nullopt;
}

}  // namespace retally
