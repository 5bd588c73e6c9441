// The runs under way: one per target, each under a lease.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "retally/schedule.h"
#include "schedule/string_map.h"
#include "schedule/time_index.h"

namespace retally {

struct Running {
  RunToken token{};
  ListEntry entry;
};

// Not thread-safe. Every operation is O(log n).
class RunningTable {
 public:
  bool contains(std::string_view target) const { return runs_.contains(target); }
  // The entry of a run that holds its lease at `now`; null if the lease has run out or is another's.
  const ListEntry* find(std::string_view target, RunToken token, TimePoint now) const;
  // Adds a run of a target that is not running.
  void put(Running running);
  void extend(std::string_view target, TimePoint lease_until);
  // Removes the target's run, which must be there, and returns its entry.
  ListEntry take(std::string_view target);

  // A target whose lease has run out.
  std::optional<std::string> orphan(TimePoint now) const;
  // When the first lease ends; TimePoint::max() if nothing runs.
  TimePoint next_lease_end() const;

  std::size_t size() const { return runs_.size(); }
  Listing list(std::size_t offset, std::size_t limit) const;

 private:
  StringMap<Running> runs_;
  TimeIndex by_lease_end_;
  TimeIndex by_start_;
};

}  // namespace retally
