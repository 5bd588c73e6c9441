// Properties: for any log, however it comes.
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <random>

#include "any_log.h"
#include "contract.h"

namespace retally::support {

namespace {

using rc::gen::element;
using rc::gen::inRange;

// Cuts the log into batches, and these into sets that come together.
void apply_in_parts(Store& store, const std::vector<LogEvent>& log) {
  for (std::size_t at = 0; at < log.size();) {
    std::vector<ChangeSet> sets(static_cast<std::size_t>(*inRange(1, 4)));
    for (ChangeSet& set : sets) {
      for (int left = *inRange(1, 6); left > 0 && at < log.size(); --left) add(set, log[at++]);
    }
    std::vector<const ChangeSet*> pointers;
    for (const ChangeSet& set : sets) pointers.push_back(&set);
    store.apply(pointers);
  }
}

std::vector<LogEvent> shuffled(std::vector<LogEvent> log) {
  std::shuffle(log.begin(), log.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
  return log;
}

// Some of its events come again.
std::vector<LogEvent> with_repeats(std::vector<LogEvent> log) {
  const std::size_t size = log.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (*inRange(0, 3) == 0) log.push_back(log[i]);
  }
  return log;
}

// The days of a resource by its own rows.
std::map<std::pair<std::int64_t, Day>, Tally> rows_of(Reader& reader, ResourceId id) {
  std::map<std::pair<std::int64_t, Day>, Tally> rows;
  for (const UserDayTally& day : reader.user_days(id, Day::min(), Day::max()))
    rows[{day.user, day.day}] = day.tally;
  return rows;
}

// The same summed up afresh from the jobs, by what is known of each.
std::map<std::pair<std::int64_t, Day>, Tally> rows_from_jobs(Reader& reader, ResourceId id) {
  std::map<std::pair<std::int64_t, Day>, Tally> rows;
  for (const JobSummary& summary : reader.summaries(id)) {
    for (const auto& [key, tally] : rows_of(reader, job(summary.job))) rows[key] += tally;
  }
  return rows;
}

void check_rollups(Store& store) {
  const auto reader = store.read();
  for (const ResourceKind kind : {ResourceKind::task, ResourceKind::project}) {
    for (const Resource& resource : reader->resources({.kind = kind})) {
      const auto rows = rows_of(*reader, resource.id);
      RC_ASSERT(rows == rows_from_jobs(*reader, resource.id));
      RC_ASSERT(std::none_of(rows.begin(), rows.end(), [](const auto& row) { return row.second.empty(); }));
    }
  }
}

// What CVAT or an operator may do besides. Returns the roots that it touches.
std::vector<ResourceId> anything_else(Store& store) {
  const std::int64_t id = *inRange<std::int64_t>(1, 4);
  const TimePoint now{Millis{*inRange<std::int64_t>(0, 12) * kDayMs / 4}};
  const auto kind = *element(ResourceKind::job, ResourceKind::task, ResourceKind::project);
  switch (*inRange(0, 4)) {
    case 0:
      if (!store.read()->resource({kind, id})) return {};
      return store.restore({kind, id}, now);
    case 1:
      return store.put_job_facts({.job = id,
                                  .task = *inRange<std::int64_t>(1, 4),
                                  .project = *inRange<std::int64_t>(0, 3),
                                  .type = *element<std::string>("annotation", "ground_truth")});
    case 2:
      return store.put_job_facts({.job = id, .updated = now});
    default:
      return store.put_annotations(id, {.shapes = *inRange<std::int64_t>(0, 3)});
  }
}

// What a report of the resource would show.
std::string shown(Reader& reader, ResourceId id) {
  const Resource resource = reader.resource(id).value();
  std::string text = fmt::format("'{}' {} in {}\n", resource.name, resource.type, resource.parent);
  for (const UserDayTally& day : reader.user_days(id, Day::min(), Day::max())) {
    text += fmt::format("{} {} {} {}\n", day.user, day.day.time_since_epoch().count(), day.tally.working_ms,
                        day.tally.net());
  }
  for (const JobSummary& summary : reader.summaries(id)) text += fmt::format("job {}\n", summary.job);
  if (id.kind != ResourceKind::job) return text;
  const JobRecord record = reader.job(id.id).value();
  for (const StateChange& change : record.states)
    text += fmt::format("{} {}\n", change.state, change.time_ms);
  if (record.annotations) text += fmt::format("{} objects\n", record.annotations->total());
  if (record.updated) return text + fmt::format("until {}\n", record.updated->time_since_epoch().count());
  const bool open = !record.states.empty() && record.states.back().state == "in progress";
  return open ? text + fmt::format("until {}\n", record.last_event_ms.value_or(0)) : text;
}

// Renews what is stale below the roots that were touched, and nothing else.
void renew(Store& store, const std::vector<ResourceId>& roots) {
  std::vector<StoredReport> reports;
  const auto reader = store.read();
  for (const ResourceId root : roots) {
    for (const ResourceId id : reader->stale_below(root))
      reports.push_back({id, reader->resource(id)->version, TimePoint{}, shown(*reader, id), {}});
  }
  RC_ASSERT(store.save(reports) == reports.size());
}

void check_reports(Store& store) {
  const auto reader = store.read();
  RC_ASSERT(reader->stale_roots({}, 1'000).empty());
  for (const ResourceKind kind : {ResourceKind::job, ResourceKind::task, ResourceKind::project}) {
    for (const Resource& resource : reader->resources({.kind = kind})) {
      if (!resource.deleted)
        RC_ASSERT(reader->report(resource.id).value().body == shown(*reader, resource.id));
    }
  }
}

}  // namespace

TEST_P(StoreContract, EveryRecordIsTheSameInWhateverOrderAndBatchesTheLogComes) {
  EXPECT_TRUE(rc::check([&] {
    const std::vector<LogEvent> log = any_log();
    const auto one = make_store();
    const auto other = make_store();
    apply_in_parts(*one, log);
    apply_in_parts(*other, shuffled(with_repeats(log)));
    RC_ASSERT(dump(*one) == dump(*other));
  }));
}

TEST_P(StoreContract, RollupsAreTheSumOfTheirJobsWhateverHappens) {
  EXPECT_TRUE(rc::check([&] {
    const auto store = make_store();
    for (int round = *inRange(1, 6); round > 0; --round) {
      apply_in_parts(*store, any_log());
      check_rollups(*store);
      anything_else(*store);
      check_rollups(*store);
    }
  }));
}

TEST_P(StoreContract, RenewingTheTouchedRootsRenewsEveryReportThatWouldShowSomethingElse) {
  EXPECT_TRUE(rc::check([&] {
    const auto store = make_store();
    for (int round = *inRange(1, 10); round > 0; --round) {
      const ChangeSet set = set_of(any_log());
      const ChangeSet* const sets[] = {&set};
      renew(*store, store->apply(sets).touched);
      check_reports(*store);
      renew(*store, anything_else(*store));
      check_reports(*store);
    }
  }));
}

}  // namespace retally::support
