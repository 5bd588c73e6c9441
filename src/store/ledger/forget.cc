#include "store/ledger/forget.h"

#include <algorithm>

#include "retally/error.h"

namespace retally::ledger {

namespace {

// Where the horizon is after a call at `now_ms`.
Horizon moved(const Horizon& old, std::int64_t before_ms, std::int64_t now_ms) {
  // Moved by a clock that was ahead: the hour begins anew, for nobody knows how much of it has gone.
  if (old.moved_ms > now_ms + kRefusedFirst.count())
    return {old.refused_before_ms, old.deleted_before_ms, now_ms};
  const bool is_due = old.moved_ms == INT64_MIN || now_ms - old.moved_ms >= kRefusedFirst.count();
  if (!is_due) return old;
  return {std::max(old.refused_before_ms, before_ms), old.refused_before_ms, now_ms};
}

}  // namespace

std::size_t forget(Tables& tables, TimePoint before, TimePoint now, std::size_t limit) {
  const Horizon old = tables.take_horizon();
  const Horizon horizon = moved(old, before.time_since_epoch().count(), now.time_since_epoch().count());
  if (horizon != old) tables.save(horizon);
  if (horizon.deleted_before_ms == INT64_MIN) return 0;
  return tables.delete_identities(horizon.deleted_before_ms, limit);
}

void check_remembered(Tables& tables, std::span<const Change* const> fresh) {
  if (fresh.empty()) return;
  const std::int64_t deleted_before_ms = tables.deleted_before_ms();
  const auto is_late = [&](const Change* change) { return change->identity.time_ms < deleted_before_ms; };
  if (std::ranges::none_of(fresh, is_late)) return;
  throw Error(ErrorKind::unavailable,
              "store: events have waited so long that it is forgotten whether they were counted; send them "
              "again, and those will be rejected");
}

}  // namespace retally::ledger
