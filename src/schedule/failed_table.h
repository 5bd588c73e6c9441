// The targets that have failed: their last run, until they are touched, retried or cancelled.
#pragma once

#include <optional>
#include <string_view>

#include "retally/schedule.h"
#include "schedule/string_map.h"
#include "schedule/time_index.h"

namespace retally {

// Not thread-safe. Every operation is O(log n).
class FailedTable {
 public:
  // Holds at most `capacity` targets; the one that failed first makes room.
  explicit FailedTable(std::size_t capacity) : capacity_(capacity) {}

  bool contains(std::string_view target) const { return entries_.contains(target); }
  // Adds a target that is not in the table.
  void put(ListEntry entry);
  // Removes the target's entry and returns it; none if it has not failed.
  std::optional<ListEntry> take(std::string_view target);

  std::size_t size() const { return entries_.size(); }
  Listing list(std::size_t offset, std::size_t limit) const;

 private:
  std::size_t capacity_;
  StringMap<ListEntry> entries_;
  TimeIndex by_end_;
};

}  // namespace retally
