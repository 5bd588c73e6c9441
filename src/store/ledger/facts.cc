#include "store/sqlite/facts.h"

#include <fmt/format.h>

#include "retally/error.h"
#include "store/sqlite/rollup.h"
#include "store/sqlite/working_set.h"

namespace retally::sqlite {

namespace {

std::int64_t millis(TimePoint time) {
  return time.time_since_epoch().count();
}

void check_id(std::int64_t id, std::string_view what) {
  if (id <= 0) throw Error(ErrorKind::invalid_input, fmt::format("{} {}: ids begin at 1", what, id));
}

std::vector<ResourceId> finish(Connection& connection, WorkingSet& resources) {
  roll_up(connection, resources, {});
  return resources.save();
}

std::vector<std::int64_t> children(Connection& connection, ResourceId id) {
  std::vector<std::int64_t> found;
  Rows rows = connection.query("SELECT id FROM resource WHERE kind = ? AND parent = ?",
                               static_cast<int>(id.kind) - 1, id.id);
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

void restore_below(Connection& connection, WorkingSet& resources, ResourceId id, std::int64_t now_ms) {
  resources.get(id).restore(now_ms);
  if (id.kind == ResourceKind::job) return;
  const auto kind = id.kind == ResourceKind::project ? ResourceKind::task : ResourceKind::job;
  for (const std::int64_t child : children(connection, id))
    restore_below(connection, resources, {kind, child}, now_ms);
}

void set_project(WorkingSet& resources, const Tracked& job, std::int64_t project) {
  if (project != 0) check_id(project, "facts of a job of project");
  const auto task = job.parent();
  if (!task) {
    throw Error(ErrorKind::invalid_input,
                fmt::format("facts of job {}: its project is that of its task, which is not known; give the "
                            "task as well",
                            job.row().id.id));
  }
  resources.get(*task).set_parent(project);
}

}  // namespace

std::vector<ResourceId> put_job_facts(Connection& connection, const JobFacts& facts) {
  check_id(facts.job, "facts of job");
  if (facts.task) check_id(*facts.task, "facts of a job of task");
  WorkingSet resources(connection);
  Tracked& job = resources.get({ResourceKind::job, facts.job});
  if (facts.task) job.set_parent(*facts.task);
  if (facts.project) set_project(resources, job, *facts.project);
  if (facts.type) job.set_type(*facts.type);
  if (facts.updated) job.set_updated(millis(*facts.updated));
  return finish(connection, resources);
}

std::vector<ResourceId> put_annotations(Connection& connection, std::int64_t job,
                                        const AnnotationCount& count) {
  check_id(job, "annotations of job");
  WorkingSet resources(connection);
  Tracked& tracked = resources.get({ResourceKind::job, job});
  AnnotationCount before = annotations(connection, job).value_or(AnnotationCount{.tags = -1});
  before.received = count.received;  // when it came is not in any report
  if (before != count) tracked.grow();
  connection.run("INSERT OR REPLACE INTO annotation VALUES (?, ?, ?, ?, ?, ?, ?)", job, count.tags,
                 count.shapes, count.track_frames, count.start_frame, count.stop_frame,
                 millis(count.received));
  return finish(connection, resources);
}

std::optional<AnnotationCount> annotations(Connection& connection, std::int64_t job) {
  Rows rows = connection.query(
      "SELECT tags, shapes, track_frames, start_frame, stop_frame, received_ms FROM annotation WHERE job = ?",
      job);
  if (!rows.next()) return std::nullopt;
  return AnnotationCount{rows.integer(0), rows.integer(1), rows.integer(2),
                         rows.integer(3), rows.integer(4), TimePoint{Millis{rows.integer(5)}}};
}

std::vector<ResourceId> restore(Connection& connection, ResourceId id, TimePoint now) {
  WorkingSet resources(connection);
  if (resources.find(id) == nullptr) {
    throw Error(ErrorKind::not_found, fmt::format("restore {}: it is not known; look for it among the {}s",
                                                  target_of(id), name_of(id.kind)));
  }
  restore_below(connection, resources, id, millis(now));
  return finish(connection, resources);
}

}  // namespace retally::sqlite
