// What a row of a query's answer says. Every database's `Rows` gives the values of a row by integer(column),
// boolean(column), optional_integer(column) and text(column), columns from 0; here is in which order the
// columns are asked for.
#pragma once

#include "store/ledger/resource_row.h"
#include "store/ledger/tables.h"
#include "store/ledger/tally_columns.h"
#include "store/store.h"

namespace retally::ledger {

inline TimePoint time_point(std::int64_t time_ms) {
  return TimePoint{Millis{time_ms}};
}

// "Never" is the lowest number in memory, so that the later of two times is the greater; in a table null.
inline std::optional<std::int64_t> null_if_never(std::int64_t time_ms) {
  if (time_ms == INT64_MIN) return std::nullopt;
  return time_ms;
}

// kind, id, name, name_ms, type, type_ms, parent, parent_ms, state, state_ms, last_event_ms, updated_ms,
// removed_ms, restored_ms, version.
template <class Rows>
ResourceRow read_resource_row(const Rows& rows) {
  const auto time = [&](int column) { return rows.optional_integer(column).value_or(INT64_MIN); };
  ResourceRow row;
  row.id = {static_cast<ResourceKind>(rows.integer(0)), rows.integer(1)};
  row.name = {rows.text(2), time(3)};
  row.type = {rows.text(4), time(5)};
  row.parent = {rows.integer(6), time(7)};
  row.state = {rows.text(8), time(9)};
  row.last_event_ms = time(10);
  row.updated_ms = rows.optional_integer(11);
  row.removed_ms = time(12);
  row.restored_ms = time(13);
  row.version = rows.integer(14);
  return row;
}

// kind, id, name, type, parent, the parent's parent, deleted, version, report_version, report_created_ms.
template <class Rows>
Resource read_resource(const Rows& rows) {
  Resource resource;
  resource.id = {static_cast<ResourceKind>(rows.integer(0)), rows.integer(1)};
  resource.name = rows.text(2);
  resource.type = rows.text(3);
  resource.parent = rows.integer(4);
  const bool is_job = resource.id.kind == ResourceKind::job;
  if (is_job && resource.type.empty()) resource.type = kAnnotationType;
  if (is_job) resource.project = rows.integer(5);
  resource.deleted = rows.boolean(6);
  resource.version = rows.integer(7);
  resource.report_version = rows.integer(8);
  resource.report_created = time_point(rows.integer(9));
  return resource;
}

// The columns of a tally, from `column` on.
template <class Rows>
Tally read_tally(const Rows& rows, int column) {
  return make_tally([&] { return rows.integer(column++); });
}

// day, and the columns of a tally; ordered by day. What is of one day is added up.
template <class Rows>
std::vector<DayTally> read_days(Rows rows) {
  std::vector<DayTally> days;
  while (rows.next()) {
    const Day day = day_of(rows.integer(0));
    if (days.empty() || days.back().day != day) days.push_back({day, {}});
    days.back().tally += read_tally(rows, 1);
  }
  return days;
}

// job, task, object_count, annotating_s, annotating_ended_ms, from `column` on.
template <class Rows>
JobSummary read_summary(const Rows& rows, int column) {
  return {rows.integer(column), rows.integer(column + 1), rows.integer(column + 2),
          AnnotatingTime{rows.integer(column + 3), rows.optional_integer(column + 4)}};
}

// tags, shapes, track_frames, start_frame, stop_frame, received_ms.
template <class Rows>
AnnotationCount read_annotations(const Rows& rows) {
  return {rows.integer(0), rows.integer(1), rows.integer(2),
          rows.integer(3), rows.integer(4), time_point(rows.integer(5))};
}

// refused_before_ms, deleted_before_ms, moved_ms.
template <class Rows>
Horizon read_horizon(const Rows& rows) {
  const auto time = [&](int column) { return rows.optional_integer(column).value_or(INT64_MIN); };
  return {time(0), time(1), time(2)};
}

// received_ms, source, line, reason, text.
template <class Rows>
Reject read_reject(const Rows& rows) {
  return {rows.integer(0), rows.text(1), static_cast<std::uint64_t>(rows.integer(2)), rows.text(3),
          rows.text(4)};
}

}  // namespace retally::ledger
