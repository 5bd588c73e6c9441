#include "store/ledger/facts.h"

#include <fmt/format.h>

#include "retally/error.h"
#include "store/ledger/rollup.h"
#include "store/ledger/working_set.h"

namespace retally::ledger {

namespace {

// CVAT deletes from below upwards, and dates each event by itself: what goes along with a project may be
// dated earlier by as much as that takes.
constexpr std::int64_t kOneDeletionMs = Millis(std::chrono::minutes(10)).count();

std::int64_t millis(TimePoint time) {
  return time.time_since_epoch().count();
}

void check_id(std::int64_t id, std::string_view what) {
  if (id <= 0) throw Error(ErrorKind::invalid_input, fmt::format("{} {}: ids begin at 1", what, id));
}

std::vector<ResourceId> finish(Tables& tables, WorkingSet& resources) {
  roll_up(tables, resources, {});
  return resources.save();
}

// A resource and all that is in it.
void append_family(Tables& tables, ResourceId id, std::vector<ResourceId>& family) {
  family.push_back(id);
  if (id.kind == ResourceKind::job) return;
  const auto kind = id.kind == ResourceKind::project ? ResourceKind::task : ResourceKind::job;
  for (const std::int64_t child : tables.children(id)) append_family(tables, {kind, child}, family);
}

std::vector<ResourceId> named_in(const JobFacts& facts) {
  std::vector<ResourceId> named = {{ResourceKind::job, facts.job}};
  if (facts.task) named.push_back({ResourceKind::task, *facts.task});
  if (facts.project.value_or(0) != 0) named.push_back({ResourceKind::project, *facts.project});
  return named;
}

ResourceId task_of(const Tracked& job) {
  if (const auto task = job.parent()) return *task;
  throw Error(ErrorKind::invalid_input,
              fmt::format("facts of job {}: its project is that of its task, which is not known; give the "
                          "task as well",
                          job.row().id.id));
}

}  // namespace

std::vector<ResourceId> put_job_facts(Tables& tables, const JobFacts& facts) {
  check_id(facts.job, "facts of job");
  if (facts.task) check_id(*facts.task, "facts of a job of task");
  if (facts.project.value_or(0) != 0) check_id(*facts.project, "facts of a job of project");
  WorkingSet resources(tables);
  resources.take(named_in(facts));
  Tracked& job = resources.get({ResourceKind::job, facts.job});
  if (facts.task) job.set_parent(*facts.task);
  if (facts.project) resources.get(task_of(job)).set_parent(*facts.project);
  if (facts.type) job.set_type(*facts.type);
  if (facts.updated) job.set_updated(millis(*facts.updated));
  return finish(tables, resources);
}

std::vector<ResourceId> put_annotations(Tables& tables, std::int64_t job, const AnnotationCount& count) {
  check_id(job, "annotations of job");
  WorkingSet resources(tables);
  const ResourceId id{ResourceKind::job, job};
  resources.take({id});
  AnnotationCount before = tables.annotations(job).value_or(AnnotationCount{.tags = -1});
  before.received = count.received;  // when it came is not in any report
  if (before != count) resources.get(id).grow();
  tables.put_annotations(job, count);
  return finish(tables, resources);
}

std::vector<ResourceId> restore(Tables& tables, ResourceId id, TimePoint now) {
  if (!tables.knows(id)) {
    throw Error(ErrorKind::not_found, fmt::format("restore {}: it is not known; look for it among the {}s",
                                                  target_of(id), name_of(id.kind)));
  }
  std::vector<ResourceId> family;
  append_family(tables, id, family);
  WorkingSet resources(tables);
  resources.take(family);
  const ResourceRow& own = resources.get(id).row();
  if (!own.removed()) return {};
  const std::int64_t since_ms = own.removed_ms - kOneDeletionMs;
  for (const ResourceId member : family) resources.get(member).restore(since_ms, millis(now));
  return finish(tables, resources);
}

}  // namespace retally::ledger
