// The resources that one transaction looks at. Each is loaded once, changed in memory, and written once.
#pragma once

#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

#include "store/sqlite/tracked.h"

namespace retally::sqlite {

class WorkingSet {
 public:
  explicit WorkingSet(Connection& connection) : connection_(connection) {}

  // Loads it, or makes it known. The reference stays good as long as the set.
  Tracked& get(ResourceId id);
  // Loads it; null if it is not known.
  Tracked* find(ResourceId id);

  // Those looked at so far. Grows at its end while others are got.
  std::deque<Tracked>& all(ResourceKind kind) { return tracked_[static_cast<std::size_t>(kind)]; }

  // Gives all that has grown, and what it is and was in, their next versions, and writes what has changed.
  // Returns the roots among them that are not deleted, sorted.
  std::vector<ResourceId> save();

 private:
  Tracked& add(ResourceId id, std::optional<ResourceRow> stored);
  void grow_upwards();

  Connection& connection_;
  std::array<std::deque<Tracked>, 3> tracked_;
  std::unordered_map<ResourceId, Tracked*> by_id_;
};

}  // namespace retally::sqlite
