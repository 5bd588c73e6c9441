// The 13 columns of a Tally in the table of tallies, in the order in which they are read and written.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "store/tally.h"

namespace retally::ledger {

inline constexpr std::array<std::string_view, kActions* kObjectKinds + kActions + 1> kTallyColumns = {
    "created_tags",   "created_shapes", "created_tracks", "updated_tags",   "updated_shapes",
    "updated_tracks", "deleted_tags",   "deleted_shapes", "deleted_tracks", "create_events",
    "update_events",  "delete_events",  "working_ms"};

// Every column by the same pattern, in which {0} is its name: "a = a + excluded.a, b = b + excluded.b".
std::string each_tally_column(std::string_view pattern, std::string_view separator);

// The tally whose values `next()` gives one after the other.
template <class Next>
Tally make_tally(Next next) {
  Tally tally;
  for (auto& kinds : tally.objects)
    for (std::int64_t& count : kinds) count = next();
  for (std::int64_t& count : tally.events) count = next();
  tally.working_ms = next();
  return tally;
}

// Calls `visit(value)` with each of a tally's values.
template <class Visit>
void visit_tally(const Tally& tally, Visit visit) {
  for (const auto& kinds : tally.objects)
    for (const std::int64_t count : kinds) visit(count);
  for (const std::int64_t count : tally.events) visit(count);
  visit(tally.working_ms);
}

// Days are kept as numbers, from 1970-01-01 on.
inline std::int64_t number_of(Day day) {
  return day.time_since_epoch().count();
}
inline Day day_of(std::int64_t number) {
  return Day{std::chrono::days{number}};
}

}  // namespace retally::ledger
