// Builds change sets for tests, a line a change.
#pragma once

#include <string>
#include <utility>

#include "store/change_set.h"

namespace retally::support {

inline constexpr std::int64_t kNoon = 1'718'020'800'000;  // 2024-06-10T12:00:00Z

class Changes {
 public:
  // What a job is in; 0: not said.
  Changes& place(std::int64_t job, std::int64_t task, std::int64_t project, std::int64_t at = kNoon) {
    Sighting& sighting = set_.resources[{ResourceKind::job, job}];
    if (task != 0) sighting.parent.merge({task, at});
    if (task != 0 && project != 0) set_.resources[{ResourceKind::task, task}].parent.merge({project, at});
    if (task != 0) set_.resources[{ResourceKind::task, task}];
    if (project != 0) set_.resources[{ResourceKind::project, project}];
    return *this;
  }
  Changes& create(std::int64_t job, std::int64_t count, std::int64_t at = kNoon, std::int64_t user = 1) {
    Change change = with_identity(ChangeKind::objects, at);
    change.job = job;
    change.user = user;
    change.action = Action::create;
    change.object = ObjectKind::shape;
    change.count = count;
    return add(std::move(change));
  }
  Changes& remove(ResourceId resource, std::int64_t at = kNoon) {
    Change change = with_identity(ChangeKind::removed, at);
    change.resource = resource;
    set_.resources[resource];
    return add(std::move(change));
  }

  const ChangeSet& set() const { return set_; }
  ChangeSet take() { return std::exchange(set_, {}); }

 private:
  Change with_identity(ChangeKind kind, std::int64_t at) {
    static std::uint64_t next = 0;
    Change change;
    change.kind = kind;
    change.identity = {at, ++next};
    return change;
  }
  Changes& add(Change change) {
    if (change.job != 0) {
      Sighting& sighting = set_.resources[{ResourceKind::job, change.job}];
      sighting.last_event_ms = std::max(sighting.last_event_ms, change.identity.time_ms);
    }
    set_.changes.push_back(std::move(change));
    return *this;
  }

  ChangeSet set_;
};

}  // namespace retally::support
