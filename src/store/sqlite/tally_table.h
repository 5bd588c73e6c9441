// The table `tally`: what was counted for each (resource, day, annotator).
#pragma once

#include <string>

#include "store/resource.h"
#include "store/sqlite/connection.h"
#include "store/tally.h"

namespace retally::sqlite {

// The 13 columns of a Tally, in the order in which read_tally() takes them.
const std::string& tally_columns();
Tally read_tally(const Rows& rows, int first_column);

// Days are kept as numbers, from 1970-01-01 on.
inline std::int64_t number_of(Day day) {
  return day.time_since_epoch().count();
}
inline Day day_of(std::int64_t number) {
  return Day{std::chrono::days{number}};
}

// A row's key. Ordered like the table, so that a sorted run of additions goes through it once.
struct TallyKey {
  ResourceId resource;
  Day day;
  std::int64_t user = 0;

  auto operator<=>(const TallyKey&) const = default;
};

void add_tally(Connection& connection, const TallyKey& key, const Tally& tally);

// Adds every row of `from` to the row of `to` of the same day and annotator, or takes it off again.
enum class Sign : int { plus = 1, minus = -1 };
void add_rows(Connection& connection, ResourceId from, ResourceId to, Sign sign);

// Deletes the rows that count nothing any more.
void delete_empty_rows(Connection& connection, ResourceId resource);

}  // namespace retally::sqlite
