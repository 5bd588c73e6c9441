// A row of the resources: all that is known of a project, task or job, its tallies aside.
//
// How to change it: docs/store.md, "Changing a stored struct".
#pragma once

#include <optional>
#include <string_view>

#include "store/change_set.h"
#include "store/resource.h"

namespace retally::ledger {

inline constexpr std::string_view kAnnotationType = "annotation";
inline constexpr std::string_view kInProgress = "in progress";

struct ResourceRow {
  ResourceId id;
  Dated<std::string> name;
  Dated<std::string> type;
  Dated<std::int64_t> parent;
  Dated<std::string> state;  // of a job: its latest
  std::int64_t last_event_ms = INT64_MIN;
  std::optional<std::int64_t> updated_ms;  // by CVAT's word
  std::int64_t removed_ms = INT64_MIN;     // the latest deletion
  std::int64_t restored_ms = INT64_MIN;    // up to when deletions have been taken back
  std::int64_t version = 0;

  // Itself; what it is in is not looked at.
  bool removed() const { return removed_ms > restored_ms; }

  // Whether a report above shows what is counted here.
  bool included() const {
    return !removed() &&
           (id.kind != ResourceKind::job || type.value.empty() || type.value == kAnnotationType);
  }

  // The resource above in whose tallies its own are included; none if there is none.
  std::optional<ResourceId> counted_in() const;

  // A job in progress of which CVAT has not said when it was updated last: its annotation time runs to its
  // last event.
  bool open() const { return state.value == kInProgress && !updated_ms; }
};

// What `child` is in, given the id of its parent; none for 0 and for a project.
std::optional<ResourceId> parent_of(ResourceId child, std::int64_t parent);

}  // namespace retally::ledger
