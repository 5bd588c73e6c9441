// What a batch of events asks of the store, in two parts that are kept differently:
//
// * changes: events that count. Each has an identity and is applied once, however often it comes.
// * sightings: what any event says in passing (which task a job is in, what a user is called, how late a job
// was last heard
//   of). The latest by event time wins, so that they may come in any order and any number of times; no
//   identity is kept.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/resource.h"
#include "store/tally.h"

namespace retally {

// Two events with equal identities are the same event.
struct Identity {
  std::int64_t time_ms = 0;  // its timestamp, ms since 1970
  std::uint64_t hash = 0;    // of its columns

  auto operator<=>(const Identity&) const = default;
};

enum class ChangeKind : std::uint8_t {
  objects,  // `action`, `object`, `count` for `job` on behalf of `user`
  time,     // working time only
  state,    // `text` is the job's new state
  removed,  // `resource` was deleted
  noted,    // created or renamed: all that it says is in the sightings, but it is told as new or known
};

struct Change {
  Identity identity;
  ChangeKind kind = ChangeKind::noted;
  Action action = Action::create;
  ObjectKind object = ObjectKind::tag;
  std::int64_t job = 0;   // 0: none
  std::int64_t user = 0;  // 0: none
  std::int64_t count = 0;
  std::int64_t working_ms = 0;  // of any kind of change; counted only with a job
  ResourceId resource;          // of `removed`
  std::string text;             // of `state`
};

// A value and the time of the event that said so. Of two, the later wins; at the same time the greater value,
// so that the order of arrival never matters.
template <class Value>
struct Dated {
  Value value{};
  std::int64_t time_ms = INT64_MIN;

  bool known() const { return time_ms != INT64_MIN; }
  // Takes the other if it wins; says whether it did.
  bool merge(const Dated& other) { return see(other.value, other.time_ms); }
  // The same, of a value that need not be of this type yet: a text that is only copied if it wins.
  template <class Other>
  bool see(const Other& other, std::int64_t other_ms) {
    if (other_ms < time_ms || (other_ms == time_ms && !(value < other))) return false;
    value = other;
    time_ms = other_ms;
    return true;
  }
};

struct Sighting {
  Dated<std::int64_t> parent;  // of a job its task, of a task its project
  Dated<std::string> name;     // of a task or project
  Dated<std::string> type;     // of a job: annotation, ground_truth, consensus_replica
  std::int64_t last_event_ms = INT64_MIN;
};

// An event that could not be taken, kept for the operator to see.
struct Reject {
  std::int64_t received_ms = 0;
  std::string source;      // where it came from: an address, a file
  std::uint64_t line = 0;  // in a file, or the element's place in its array, from 1
  std::string reason;
  std::string text;  // the event itself, cut to kMaxRejectBytes
};

inline constexpr std::size_t kMaxRejectBytes = 4096;

struct ChangeSet {
  std::vector<Change> changes;
  std::unordered_map<ResourceId, Sighting> resources;
  std::unordered_map<std::int64_t, Dated<std::string>> users;
  std::vector<Reject> rejects;    // of those that could not be taken, as many as are kept
  std::uint64_t rejected = 0;     // how many those were
  std::uint64_t no_interest = 0;  // events that gave no change
  std::uint64_t warnings = 0;     // events that gave one although they count objects and do not say how many

  bool empty() const { return changes.empty() && resources.empty() && users.empty() && rejects.empty(); }
};

// What became of a ChangeSet.
struct Applied {
  std::uint64_t fresh = 0;  // changes that were new
  std::uint64_t known = 0;  // changes that had been applied before, or came twice in the set
};

}  // namespace retally
