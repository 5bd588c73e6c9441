#include "store/ledger/apply.h"

#include <algorithm>
#include <map>

#include "store/ledger/forget.h"
#include "store/ledger/identities.h"
#include "store/ledger/rollup.h"
#include "store/ledger/working_set.h"

namespace retally::ledger {

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
  explicit Batch(Tables& tables) : tables_(tables), resources_(tables) {}

  void take(std::span<const Change* const> fresh, std::span<const ChangeSet* const> sets) {
    std::vector<ResourceId> ids;
    for (const Change* change : fresh) {
      if (change->job != 0) ids.push_back(job_id(change->job));
      if (change->kind == ChangeKind::removed) ids.push_back(change->resource);
    }
    for (const ChangeSet* set : sets) {
      for (const auto& [id, sighting] : set->resources) {
        ids.push_back(id);
        if (const auto parent = parent_of(id, sighting.parent.value)) ids.push_back(*parent);
      }
    }
    resources_.take(std::move(ids));
  }

  void add(const Change& change) {
    count(change);
    if (change.kind == ChangeKind::state && change.job != 0)
      states_.push_back({change.job, {change.identity.time_ms, change.text}});
    if (change.kind == ChangeKind::removed) resources_.get(change.resource).remove(change.identity.time_ms);
  }

  void see(const ChangeSet& set) {
    for (const auto& [id, sighting] : set.resources) resources_.get(id).see(sighting);
    for (const auto& [user, name] : set.users) {
      if (name.known()) users_[user].merge(name);
    }
  }

  std::vector<ResourceId> finish() {
    add_states();
    see_users();
    roll_up(tables_, resources_, additions_);
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

  // Two events may tell the same change, from two servers for one.
  void add_states() {
    std::ranges::sort(states_);
    states_.erase(std::unique(states_.begin(), states_.end()), states_.end());
    const std::vector<bool> is_new = tables_.add_states(states_);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const auto& [job, change] = states_[i];
      if (is_new[i]) resources_.get(job_id(job)).change_state({change.state, change.time_ms});
    }
  }

  void see_users() {
    std::vector<UserRow> rows;
    for (auto& [user, name] : users_) rows.push_back({user, std::move(name)});
    tables_.see_users(rows);
  }

  Tables& tables_;
  WorkingSet resources_;
  Additions additions_;
  std::vector<StateRow> states_;
  std::map<std::int64_t, Dated<std::string>> users_;
};

}  // namespace

Store::Result apply(Tables& tables, std::span<const ChangeSet* const> sets) {
  Store::Result result;
  Batch batch(tables);
  const std::vector<const Change*> fresh = keep_new(tables, sets, result.applied);
  // Only now: an identity that is deleted meanwhile, by another node, has been waited for.
  check_remembered(tables, fresh);
  batch.take(fresh, sets);
  for (const Change* change : fresh) batch.add(*change);
  for (const ChangeSet* set : sets) {
    batch.see(*set);
    tables.add_rejects(set->rejects);
  }
  result.touched = batch.finish();
  return result;
}

}  // namespace retally::ledger
