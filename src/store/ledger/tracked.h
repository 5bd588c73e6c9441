// One resource as a transaction found it and as it will leave it.
#pragma once

#include "store/ledger/resource_row.h"

namespace retally::ledger {

// Its functions change the row in memory and note whether that has to be written, and whether a report could
// show it. Each may be called in any order and any number of times with the same outcome: the later event
// wins.
class Tracked {
 public:
  // `stored`: as it is in the database; none if it is new, which is itself a change.
  Tracked(ResourceId id, std::optional<ResourceRow> stored);

  const ResourceRow& row() const { return row_; }
  std::optional<ResourceId> parent() const { return parent_of(row_.id, row_.parent.value); }
  std::optional<ResourceId> parent_before() const { return parent_before_; }
  std::optional<ResourceId> counted_in_before() const { return counted_in_before_; }

  void see(const Sighting& sighting);
  void remove(std::int64_t time_ms);
  // Takes back deletions from `since_ms` to `until_ms`, those too that become known later. One that is older
  // stays.
  void restore(std::int64_t since_ms, std::int64_t until_ms);
  // A state change that had not been applied before.
  void change_state(const Dated<std::string>& state);

  // What CVAT says itself wins over all events, earlier and later ones.
  void set_parent(std::int64_t parent);
  void set_type(std::string_view type);
  void set_updated(std::int64_t time_ms);

  // Notes that something which its report shows has changed: here, or below.
  void grow() { grown_ = true; }
  bool grown() const;
  bool must_be_written() const { return dirty_ || grown(); }
  void next_version() { ++row_.version; }

 private:
  template <class Value>
  void merge(Dated<Value>& into, const Dated<Value>& other);

  ResourceRow row_;
  std::optional<ResourceId> parent_before_;
  std::optional<ResourceId> counted_in_before_;
  bool dirty_ = false;
  bool heard_ = false;  // its last event is a later one now
  bool grown_ = false;
};

}  // namespace retally::ledger
