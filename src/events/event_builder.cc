#include "events/event_builder.h"

#include <fmt/format.h>

#include "events/decimal.h"
#include "events/identity.h"
#include "events/timestamp.h"

namespace retally {

namespace {

struct NumberColumn {
  Column column;
  std::optional<std::uint64_t> Event::*member;
};

constexpr std::array kNumbers = {
    NumberColumn{Column::obj_id, &Event::obj_id},         NumberColumn{Column::count, &Event::count},
    NumberColumn{Column::project_id, &Event::project_id}, NumberColumn{Column::task_id, &Event::task_id},
    NumberColumn{Column::job_id, &Event::job_id},         NumberColumn{Column::user_id, &Event::user_id},
    NumberColumn{Column::org_id, &Event::org_id},
};

std::string no_number(Column column, std::string_view text) {
  return fmt::format("{}: {} is not a whole number from 0 to 18446744073709551615", name_of(column),
                     quote(text));
}

Reason take_numbers(const ColumnTexts& row, Event& event) {
  for (const auto& [column, member] : kNumbers) {
    const std::string_view text = row[column];
    event.*member = std::nullopt;
    if (text.empty()) continue;
    event.*member = parse_whole(text);
    if (!(event.*member)) return no_number(column, text);
  }
  event.duration_ms = 0;
  if (const std::string_view text = row[Column::duration]; !text.empty()) {
    const auto duration = parse_whole(text);
    if (!duration) return no_number(Column::duration, text);
    event.duration_ms = *duration;
  }
  return std::nullopt;
}

Reason take_time(const ColumnTexts& row, Event& event) {
  const std::string_view text = row[Column::timestamp];
  if (text.empty()) return "timestamp: is missing";
  const auto time_ms = parse_timestamp(text);
  if (!time_ms) {
    return fmt::format(
        "timestamp: {} is not a time: seconds since 1970, or YYYY-MM-DD HH:MM:SS with or without a zone, "
        "from 1970 to "
        "2299",
        quote(text));
  }
  event.time_ms = *time_ms;
  return std::nullopt;
}

void take_texts(const ColumnTexts& row, Event& event) {
  event.scope = row[Column::scope];
  event.obj_name = row[Column::obj_name];
  event.obj_val = row[Column::obj_val];
  event.source = row[Column::source];
  event.user_name = row[Column::user_name];
  event.user_email = row[Column::user_email];
  event.org_slug = row[Column::org_slug];
}

// ClickHouse keeps `count` in 16 bits, so that of an import of 70,000 shapes a CSV export says 4,464. The
// payload lists them all.
void mend_count(Event& event) {
  const std::uint64_t listed = event.payload.listed_objects;
  if (listed > UINT16_MAX && event.count && *event.count == listed % kCountModulus) event.count = listed;
}

}  // namespace

Reason EventBuilder::build(const ColumnTexts& row, Event& event) {
  if (row[Column::scope].empty()) return "scope: is missing";
  take_texts(row, event);
  if (Reason reason = take_time(row, event)) return reason;
  if (Reason reason = take_numbers(row, event)) return reason;
  std::uint64_t payload_hash = 0;
  if (Reason reason = payloads_.read(row[Column::payload], event.scope, event.payload, payload_hash))
    return reason;
  event.hash = hash_columns(event, payload_hash);
  mend_count(event);
  return std::nullopt;
}

}  // namespace retally
