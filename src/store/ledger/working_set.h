// The resources that one transaction looks at. Each is read once, changed in memory, and written once.
#pragma once

#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

#include "store/ledger/tables.h"
#include "store/ledger/tracked.h"

namespace retally::ledger {

class WorkingSet {
 public:
  explicit WorkingSet(Tables& tables) : tables_(tables) {}

  // Takes them, in any order, and all that they are in: a kind at a time, from the jobs upwards, which is the
  // order in which every transaction takes its resources. What is not known is known from now on.
  void take(std::vector<ResourceId> ids);
  // One that was taken. The reference stays good as long as the set.
  Tracked& get(ResourceId id);

  // Those taken so far.
  std::deque<Tracked>& all(ResourceKind kind) { return tracked_[static_cast<std::size_t>(kind)]; }

  // Gives all that has grown, and what it is and was in, their next versions, and writes what has changed.
  // Returns the roots among them that are not deleted, sorted.
  std::vector<ResourceId> save();

 private:
  void grow_upwards();

  Tables& tables_;
  std::array<std::deque<Tracked>, 3> tracked_;
  std::unordered_map<ResourceId, Tracked*> by_id_;
};

}  // namespace retally::ledger
