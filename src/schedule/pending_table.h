// The pending updates: one per target, by the time they are due.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "retally/schedule.h"
#include "schedule/string_map.h"
#include "schedule/time_index.h"

namespace retally {

struct Pending {
  TimePoint first_touch{};
  TimePoint due{};
  int attempt = 1;
  std::uint64_t touches = 0;
  std::string error{};  // of the run before, when this is another attempt
  bool held = false;    // its target is running: it is not to be claimed before that has ended
};

// Not thread-safe. Every operation is O(log n).
class PendingTable {
 public:
  const Pending* find(std::string_view target) const;
  // Adds a record for a target that has none.
  void put(std::string_view target, Pending pending);
  // Counts more touches and moves the due time.
  void touch(std::string_view target, std::uint64_t count, TimePoint due);
  // Removes the target's record, which must be there, and returns it.
  Pending take(std::string_view target);

  // From now on the target is running, or no longer; nothing happens if it is not pending.
  void hold(std::string_view target);
  void release(std::string_view target);

  // The target due longest among those not held, if its time has come.
  std::optional<std::string> ready(TimePoint now) const;
  // When the first one that is not held is due; TimePoint::max() if there is none.
  TimePoint next_ready() const;

  std::size_t size() const { return records_.size(); }
  std::optional<TimePoint> next_due() const { return first(by_due_); }
  std::optional<TimePoint> oldest() const { return first(by_first_touch_); }
  Listing list(std::size_t offset, std::size_t limit) const;

 private:
  static std::optional<TimePoint> first(const TimeIndex& index);

  StringMap<Pending> records_;
  TimeIndex by_due_;
  TimeIndex by_first_touch_;
  TimeIndex ready_;  // by due time, without those held
};

}  // namespace retally
