// The tables of a store as one transaction sees them: what the ledger asks of a database, whichever it is.
//
// Every function asks for many rows at once, so that a batch of events is a few statements for a database
// that is a round trip away. All spans are in ascending order, each key once: so transactions that go through
// the same rows side by side wait for one another, and never in a circle.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/ledger/resource_row.h"
#include "store/store.h"

namespace retally::ledger {

// A row of tallies.
struct TallyKey {
  ResourceId resource;
  Day day;
  std::int64_t user = 0;

  auto operator<=>(const TallyKey&) const = default;
};

struct TallyRow {
  TallyKey key;
  Tally tally;
};

struct StateRow {
  std::int64_t job = 0;
  StateChange change;

  auto operator<=>(const StateRow&) const = default;
};

struct UserRow {
  std::int64_t user = 0;
  Dated<std::string> name;
};

// Up to where events are forgotten, as forget.h explains.
struct Horizon {
  std::int64_t refused_before_ms = INT64_MIN;
  std::int64_t deleted_before_ms = INT64_MIN;
  std::int64_t moved_ms = INT64_MIN;  // when the first of them grew last

  bool operator==(const Horizon&) const = default;
};

enum class Sign : int { plus = 1, minus = -1 };

// Belongs to its transaction. Every function throws Error(unavailable) when the database can't be read or
// written: the transaction is void then.
class Tables {
 public:
  virtual ~Tables() = default;

  // Keeps identities. Returns of each whether it was new.
  virtual std::vector<bool> add_identities(std::span<const Identity> identities) = 0;

  // The earliest time of which identities are kept; INT64_MIN: all are.
  virtual std::int64_t deleted_before_ms() = 0;

  // Reads the horizon; until the transaction ends nobody else reads it here.
  virtual Horizon take_horizon() = 0;
  virtual void save(const Horizon& horizon) = 0;
  // Up to `limit` of them, the oldest first. Returns how many.
  virtual std::size_t delete_identities(std::int64_t before_ms, std::size_t limit) = 0;

  // Reads resources of one kind that are going to be written: until the transaction ends nobody else writes
  // them. None for one that is not known: that has to be saved.
  virtual std::vector<std::optional<ResourceRow>> take(std::span<const ResourceId> ids) = 0;
  virtual void save(std::span<const ResourceRow* const> rows) = 0;
  virtual bool knows(ResourceId id) = 0;
  // The ids of what is in a project or task.
  virtual std::vector<std::int64_t> children(ResourceId id) = 0;

  // Adds to the rows, and makes those that are not there. Like all that follows, for resources that are
  // taken.
  virtual void add_tallies(std::span<const TallyRow> rows) = 0;
  // Adds every row of `from` to the row of `to` of the same day and annotator, or takes it off again.
  virtual void add_tallies_of(ResourceId from, ResourceId to, Sign sign) = 0;
  // Deletes the rows that count nothing any more.
  virtual void delete_empty_tallies(ResourceId resource) = 0;

  // Keeps state changes. Returns of each whether it was new.
  virtual std::vector<bool> add_states(std::span<const StateRow> states) = 0;

  virtual std::optional<AnnotationCount> annotations(std::int64_t job) = 0;
  virtual void put_annotations(std::int64_t job, const AnnotationCount& count) = 0;

  // Keeps the names that win over what is there, as Dated says.
  virtual void see_users(std::span<const UserRow> users) = 0;

  // In any order. Past kMaxRejects the oldest are dropped.
  virtual void add_rejects(std::span<const Reject> rejects) = 0;
};

// Enough to see what is wrong with a sender, and little enough (40 MB at most) to keep it for ever.
inline constexpr std::int64_t kMaxRejects = 10'000;

}  // namespace retally::ledger
