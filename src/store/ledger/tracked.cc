#include "store/ledger/tracked.h"

#include <algorithm>

namespace retally::ledger {

namespace {

// The time of what CVAT says itself: later than every event.
constexpr std::int64_t kByFact = INT64_MAX;

}  // namespace

Tracked::Tracked(ResourceId id, std::optional<ResourceRow> stored) : grown_(!stored) {
  if (stored) row_ = *std::move(stored);
  row_.id = id;
  parent_before_ = parent();
  counted_in_before_ = row_.counted_in();
}

template <class Value>
void Tracked::merge(Dated<Value>& into, const Dated<Value>& other) {
  if (!other.known()) return;
  const bool differs = into.value != other.value;
  if (!into.merge(other)) return;
  dirty_ = true;
  grown_ |= differs;
}

void Tracked::see(const Sighting& sighting) {
  merge(row_.parent, sighting.parent);
  merge(row_.name, sighting.name);
  merge(row_.type, sighting.type);
  if (sighting.last_event_ms <= row_.last_event_ms) return;
  row_.last_event_ms = sighting.last_event_ms;
  dirty_ = heard_ = true;
}

void Tracked::remove(std::int64_t time_ms) {
  const bool was_removed = row_.removed();
  row_.removed_ms = std::max(row_.removed_ms, time_ms);
  dirty_ = true;
  grown_ |= row_.removed() != was_removed;
}

void Tracked::restore(std::int64_t since_ms, std::int64_t until_ms) {
  if (row_.removed() && row_.removed_ms < since_ms) return;
  grown_ |= row_.removed();
  dirty_ = true;
  // A deletion that is dated in the future, by a wrong clock, is taken back as well.
  row_.restored_ms = std::max({row_.restored_ms, row_.removed_ms, until_ms});
}

void Tracked::change_state(const Dated<std::string>& state) {
  merge(row_.state, state);
  grown_ = true;
}

void Tracked::set_parent(std::int64_t parent) {
  grown_ |= row_.parent.value != parent;
  dirty_ = true;
  row_.parent = {parent, kByFact};
}

void Tracked::set_type(std::string_view type) {
  grown_ |= row_.type.value != type;
  dirty_ = true;
  row_.type = {std::string(type), kByFact};
}

void Tracked::set_updated(std::int64_t time_ms) {
  grown_ |= row_.updated_ms != time_ms;
  row_.updated_ms = time_ms;
}

// The last event is shown by the report of an open job only: else every mouse click would renew a report.
bool Tracked::grown() const {
  return grown_ || (heard_ && row_.open());
}

}  // namespace retally::ledger
