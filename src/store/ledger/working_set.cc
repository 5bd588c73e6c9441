#include "store/sqlite/working_set.h"

#include <algorithm>

namespace retally::sqlite {

namespace {

constexpr std::array kUpwards = {ResourceKind::job, ResourceKind::task, ResourceKind::project};

}  // namespace

Tracked& WorkingSet::add(ResourceId id, std::optional<ResourceRow> stored) {
  Tracked& tracked = all(id.kind).emplace_back(id, std::move(stored));
  by_id_.emplace(id, &tracked);
  return tracked;
}

Tracked& WorkingSet::get(ResourceId id) {
  const auto found = by_id_.find(id);
  return found != by_id_.end() ? *found->second : add(id, load(connection_, id));
}

Tracked* WorkingSet::find(ResourceId id) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return found->second;
  auto stored = load(connection_, id);
  return stored ? &add(id, std::move(stored)) : nullptr;
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
  std::vector<ResourceId> roots;
  for (const ResourceKind kind : kUpwards) {
    for (const Tracked& tracked : all(kind)) {
      if (tracked.must_be_written()) sqlite::save(connection_, tracked.row());
      if (tracked.grown() && !tracked.parent() && !tracked.row().removed()) roots.push_back(tracked.row().id);
    }
  }
  std::sort(roots.begin(), roots.end());
  return roots;
}

}  // namespace retally::sqlite
