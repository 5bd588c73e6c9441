#include "store/sqlite/apply.h"

#include "store/sqlite/identities.h"
#include "store/sqlite/rejects.h"
#include "store/sqlite/rollup.h"
#include "store/sqlite/working_set.h"

namespace retally::sqlite {

namespace {

ResourceId job_id(std::int64_t job) {
  return {ResourceKind::job, job};
}

Tally tally_of(const Change& change) {
  Tally tally;
  tally.working_ms = change.working_ms;
  if (change.kind == ChangeKind::objects) {
    const auto action = static_cast<std::size_t>(change.action);
    tally.objects[action][static_cast<std::size_t>(change.object)] = change.count;
    tally.events[action] = 1;
  }
  return tally;
}

// Puts together what the changes and sightings of one transaction amount to.
class Batch {
 public:
  explicit Batch(Connection& connection) : connection_(connection), resources_(connection) {}

  void add(const Change& change) {
    count(change);
    if (change.kind == ChangeKind::state) add_state(change);
    if (change.kind == ChangeKind::removed) resources_.get(change.resource).remove(change.identity.time_ms);
  }

  void see(const ChangeSet& set) {
    for (const auto& [id, sighting] : set.resources) resources_.get(id).see(sighting);
    for (const auto& [user, name] : set.users) see_user(user, name);
  }

  std::vector<ResourceId> finish() {
    roll_up(connection_, resources_, additions_);
    return resources_.save();
  }

 private:
  void count(const Change& change) {
    if (change.job == 0) return;
    const Tally tally = tally_of(change);
    if (tally.empty()) return;
    const Day day = std::chrono::floor<std::chrono::days>(TimePoint{Millis{change.identity.time_ms}});
    additions_[{change.job, change.user, day}] += tally;
    resources_.get(job_id(change.job)).grow();
  }

  void add_state(const Change& change) {
    if (change.job == 0) return;
    connection_.run("INSERT OR IGNORE INTO state_change VALUES (?, ?, ?)", change.job,
                    change.identity.time_ms, change.text);
    // Two events may tell the same change, from two servers for one.
    if (connection_.changes() == 0) return;
    resources_.get(job_id(change.job)).change_state({change.text, change.identity.time_ms});
  }

  void see_user(std::int64_t user, const Dated<std::string>& name) {
    if (!name.known()) return;
    connection_.run(
        "INSERT INTO user VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name,"
        " name_ms = excluded.name_ms WHERE (excluded.name_ms, excluded.name) > (name_ms, name)",
        user, name.value, name.time_ms);
  }

  Connection& connection_;
  WorkingSet resources_;
  Additions additions_;
};

}  // namespace

Store::Result apply(Connection& connection, std::span<const ChangeSet* const> sets) {
  Store::Result result;
  Batch batch(connection);
  result.applied = add_new_identities(connection, sets, [&](const Change& change) { batch.add(change); });
  for (const ChangeSet* set : sets) {
    batch.see(*set);
    add_rejects(connection, set->rejects);
  }
  result.touched = batch.finish();
  return result;
}

}  // namespace retally::sqlite
