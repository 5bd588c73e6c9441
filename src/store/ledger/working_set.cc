#include "store/ledger/working_set.h"

#include <algorithm>

namespace retally::ledger {

namespace {

constexpr std::array kUpwards = {ResourceKind::job, ResourceKind::task, ResourceKind::project};

}  // namespace

void WorkingSet::take(std::vector<ResourceId> ids) {
  for (const ResourceKind kind : kUpwards) {
    std::vector<ResourceId> level;
    std::ranges::copy_if(ids, std::back_inserter(level),
                         [&](ResourceId id) { return id.kind == kind && !by_id_.contains(id); });
    std::ranges::sort(level);
    level.erase(std::unique(level.begin(), level.end()), level.end());
    std::vector<std::optional<ResourceRow>> stored = tables_.take(level);
    for (std::size_t i = 0; i < level.size(); ++i) {
      Tracked& tracked = all(kind).emplace_back(level[i], std::move(stored[i]));
      by_id_.emplace(level[i], &tracked);
      if (const auto parent = tracked.parent()) ids.push_back(*parent);
    }
  }
}

Tracked& WorkingSet::get(ResourceId id) {
  return *by_id_.at(id);
}

void WorkingSet::grow_upwards() {
  for (const ResourceKind kind : kUpwards) {
    for (Tracked& tracked : all(kind)) {
      if (!tracked.grown()) continue;
      tracked.next_version();
      if (const auto before = tracked.parent_before()) get(*before).grow();
      if (const auto now = tracked.parent()) get(*now).grow();
    }
  }
}

std::vector<ResourceId> WorkingSet::save() {
  grow_upwards();
  std::vector<const ResourceRow*> rows;
  std::vector<ResourceId> roots;
  for (const ResourceKind kind : kUpwards) {
    for (const Tracked& tracked : all(kind)) {
      if (tracked.must_be_written()) rows.push_back(&tracked.row());
      if (tracked.grown() && !tracked.parent() && !tracked.row().removed()) roots.push_back(tracked.row().id);
    }
  }
  std::ranges::sort(rows, {}, [](const ResourceRow* row) { return row->id; });
  std::ranges::sort(roots);
  tables_.save(rows);
  return roots;
}

}  // namespace retally::ledger
