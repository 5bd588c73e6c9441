#include "store/ledger/rollup.h"

#include <map>
#include <set>

namespace retally::ledger {

namespace {

// Steps 1 and 2.
class Mover {
 public:
  Mover(Tables& tables, WorkingSet& set) : tables_(tables), set_(set) {}

  void move_tasks() {
    for (Tracked& task : set_.all(ResourceKind::task)) {
      const ResourceId id = task.row().id;
      const auto from = task.counted_in_before();
      const auto to = task.row().counted_in();
      if (from == to) continue;
      if (from) add(id, *from, Sign::minus);
      if (to) add(id, *to, Sign::plus);
    }
  }

  // The tasks stand where they belong by now, so that both the old and the new one are followed upwards as
  // they are.
  void move_jobs() {
    for (Tracked& job : set_.all(ResourceKind::job)) {
      const ResourceId id = job.row().id;
      const auto from = job.counted_in_before();
      const auto to = job.row().counted_in();
      if (from == to) continue;
      if (from) add_upwards(id, *from, Sign::minus);
      if (to) add_upwards(id, *to, Sign::plus);
    }
  }

  void delete_emptied_rows() {
    for (const ResourceId resource : shrunk_) tables_.delete_empty_tallies(resource);
  }

 private:
  void add(ResourceId from, ResourceId to, Sign sign) {
    tables_.add_tallies_of(from, to, sign);
    if (sign == Sign::minus) shrunk_.insert(to);
  }

  void add_upwards(ResourceId job, ResourceId task, Sign sign) {
    add(job, task, sign);
    if (const auto project = set_.get(task).row().counted_in()) add(job, *project, sign);
  }

  Tables& tables_;
  WorkingSet& set_;
  std::set<ResourceId> shrunk_;
};

// Step 3. Sums first, so that each row is written once.
void add_new(Tables& tables, WorkingSet& set, const Additions& additions) {
  std::map<TallyKey, Tally> sums;
  for (const auto& [key, tally] : additions) {
    std::optional<ResourceId> resource = ResourceId{ResourceKind::job, key.job};
    for (; resource; resource = set.get(*resource).row().counted_in())
      sums[{*resource, key.day, key.user}] += tally;
  }
  std::vector<TallyRow> rows;
  rows.reserve(sums.size());
  for (const auto& [key, tally] : sums) rows.push_back({key, tally});
  tables.add_tallies(rows);
}

}  // namespace

std::size_t JobDayHash::operator()(const JobDay& key) const noexcept {
  // Odd constants of the golden ratio and of xxHash: neighbours must not fall into one bucket.
  const auto day = static_cast<std::uint64_t>(key.day.time_since_epoch().count());
  std::uint64_t hash = static_cast<std::uint64_t>(key.job) * 0x9E3779B97F4A7C15ULL;
  hash = (hash ^ static_cast<std::uint64_t>(key.user)) * 0xC2B2AE3D27D4EB4FULL;
  hash = (hash ^ day) * 0x165667B19E3779F9ULL;
  return hash ^ (hash >> 32);
}

void roll_up(Tables& tables, WorkingSet& set, const Additions& additions) {
  Mover mover(tables, set);
  mover.move_tasks();
  mover.move_jobs();
  add_new(tables, set, additions);
  mover.delete_emptied_rows();
}

}  // namespace retally::ledger
