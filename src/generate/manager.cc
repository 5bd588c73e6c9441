#include "generate/manager.h"

#include <algorithm>
#include <string>
#include <utility>

#include "generate/names.h"
#include "generate/text.h"

namespace retally::simulated {
namespace {

// A manager tidies up once in so many thousandths of the log, so that a short log has deletions as well as a
// long one, and a long one not so many that nothing is left.
constexpr unsigned kTidyEvery = 110;
constexpr unsigned kMovesFrom = 400;
constexpr unsigned kDeletionsFrom = 667;
constexpr unsigned kProjectDeletionFrom = 850;

constexpr std::size_t kReviewsAtOnce = 8;
constexpr std::size_t kReviewedKept = 50;  // to open again

std::string quoted(std::string_view text) {
  std::string json;
  append_json_string(json, text, Escapes::utf8);
  return json;
}

}  // namespace

Manager::Manager(World& world, Organisation& organisation)
    : world_(world),
      random_(world.random()),
      organisation_(organisation),
      hours_(organisation.utc_hours, world.has_weekends()) {}

std::int64_t Manager::step(std::int64_t now_us, std::vector<Request>& requests) {
  now_us_ = now_us;
  requests_ = &requests;
  make_projects();
  make_tasks();
  review();
  if (world_.progress() >= tidied_up_ + kTidyEvery) tidy_up();
  const auto until_next = static_cast<std::int64_t>(2 * 60'000 + random_.around(8 * 60'000)) * 1000;
  return hours_.next(now_us_ + until_next);
}

void Manager::done(RequestLog& log) {
  now_us_ = log.time_us() + 3 * kSecondUs;
  requests_->push_back(log.take());
}

// The first at once, the others one by one over the first half of the log.
void Manager::make_projects() {
  while (projects_made_ < organisation_.planned_projects &&
         projects_made_ * 500 <= world_.progress() * organisation_.planned_projects) {
    ++projects_made_;
    Project& project = world_.add_project(organisation_);
    RequestLog log = this->log();
    log.created("create:project", project.id, project.name, place_of(project),
                R"("owner":{"username":)" + quoted(organisation_.manager->name) +
                    R"(},"assignee":null,"bug_tracker":"","status":"annotation")");
    const std::size_t labels = random_.between(2, 6);
    for (std::size_t i = 0; i < labels; ++i) {
      log.created("create:label", world_.next_id(), label_name(random_), place_of(project),
                  R"("color":"#fa3253","type":"any")");
    }
    done(log);
  }
}

void Manager::make_tasks() {
  const std::size_t wanted = 2 * organisation_.annotators + 2;
  while (organisation_.to_do.size() < wanted) {
    if (!make_task()) return;
  }
}

bool Manager::make_task() {
  const bool alone = organisation_.projects.empty() || random_.permille(125);
  Task* task = world_.add_task(organisation_, alone ? nullptr : random_.pick(organisation_.projects));
  if (task == nullptr) return false;
  tasks_.push_back(task);
  RequestLog log = this->log();
  log.created("create:task", task->id, task->name, place_of(*task),
              R"("mode":"annotation","subset":"","status":"annotation")");
  const std::size_t jobs = world_.jobs_of_a_task();
  const bool checked = jobs > 2 && random_.permille(600);
  const std::string_view other_type = random_.permille(500) ? "ground_truth" : "consensus_replica";
  std::size_t frame = 0;
  for (std::size_t i = 0; i < jobs; ++i) {
    // The last job or two of a checked task are of another type.
    const bool other = checked && i + (jobs > 8 ? 2 : 1) >= jobs;
    Job& job = world_.add_job(*task, other ? other_type : "annotation");
    std::string body = R"("status":"annotation","stage":"annotation","state":"new","type":")";
    body += job.type;
    body += R"(","start_frame":)" + std::to_string(frame) + R"(,"stop_frame":)" +
            std::to_string(frame + job.frames - 1);
    frame += job.frames;
    log.created("create:job", job.id, "", place_of(job), body);
    organisation_.to_do.push_back(&job);
  }
  done(log);
  return true;
}

void Manager::review() {
  for (std::size_t i = 0; i < kReviewsAtOnce && !organisation_.to_review.empty(); ++i) {
    Job& job = *organisation_.to_review.front();
    organisation_.to_review.pop_front();
    if (job.deleted) continue;
    random_.permille(150) ? reject(job) : accept(job);
    if (random_.permille(250)) export_some();
    if (random_.permille(100)) meet_error();
  }
}

void Manager::accept(Job& job) {
  RequestLog log = this->log();
  const std::string_view stage = job.stage == "annotation" ? "validation" : "acceptance";
  log.updated("update:job", "stage", stage, 0, quoted(job.stage), place_of(job));
  job.stage = stage;
  done(log);
  if (stage == "validation" && random_.permille(300)) {
    job.work_left = 2;
    organisation_.to_do.push_front(&job);  // somebody looks through it
    return;
  }
  organisation_.reviewed.push_back(&job);
  if (organisation_.reviewed.size() > kReviewedKept) organisation_.reviewed.pop_front();
}

void Manager::reject(Job& job) {
  RequestLog log = this->log();
  const std::uint64_t issue = world_.next_id();
  const std::uint64_t comment = world_.next_id();
  const std::string_view text = comment_text(random_);
  log.created("create:issue", issue, "", place_of(job), R"("frame":17,"resolved":false)");
  log.created("create:comment", comment, "", place_of(job), "\"message\":" + quoted(text));
  if (random_.permille(250)) {
    log.updated("update:comment", "message", comment_text(random_), 0, quoted(text), place_of(job));
  }
  log.updated("update:job", "state", "rejected", 0, quoted(job.state), place_of(job));
  if (job.stage != "annotation") {
    log.updated("update:job", "stage", "annotation", 0, quoted(job.stage), place_of(job));
  }
  job.state = "rejected";
  job.stage = "annotation";
  job.work_left = static_cast<std::uint32_t>(2 + random_.around(6));
  organisation_.to_do.push_front(&job);
  done(log);
}

// A worker process makes the export and logs it.
void Manager::export_some() {
  Task* task = some_task();
  if (task == nullptr) return;
  RequestLog log = this->log();
  std::string body = R"("format":")";
  body += export_format(random_);
  body += random_.permille(500) ? R"(","save_images":false)" : R"(","save_images":true)";
  log.other("export:dataset", 0, place_of(*task), body);
  Request request = log.take();
  request.by_worker = true;
  requests_->push_back(std::move(request));
}

void Manager::meet_error() {
  RequestLog log = this->log();
  log.other("send:exception", 1, {},
            R"("basename":"task","action":"retrieve","message":"Not found","status_code":404)");
  done(log);
}

void Manager::tidy_up() {
  tidied_up_ = world_.progress();
  if (tidied_up_ >= kMovesFrom) move_task();
  if (tidied_up_ < kDeletionsFrom) return;
  if (random_.permille(700)) {
    delete_job();
  } else if (Task* task = some_task(); task != nullptr && tasks_.size() > 2) {
    RequestLog log = this->log();
    delete_task(*task, log);
    done(log);
  }
  if (tidied_up_ >= kProjectDeletionFrom && !deleted_project_ && organisation_.projects.size() > 1) {
    delete_project();
  }
}

Task* Manager::some_task() {
  return tasks_.empty() ? nullptr : random_.pick(tasks_);
}

void Manager::move_task() {
  Task* task = some_task();
  if (task == nullptr || organisation_.projects.empty()) return;
  Project* project = random_.pick(organisation_.projects);
  if (project == task->project) return;
  const std::string old = task->project == nullptr ? "null" : std::to_string(task->project->id);
  task->project = project;
  RequestLog log = this->log();
  log.updated("update:task", "project", std::to_string(project->id), project->id, old, place_of(*task));
  done(log);
}

void Manager::delete_job() {
  Task* task = some_task();
  if (task == nullptr || task->jobs.empty()) return;
  Job& job = *random_.pick(task->jobs);
  task->jobs.erase(std::find(task->jobs.begin(), task->jobs.end(), &job));
  RequestLog log = this->log();
  log.deleted("delete:job", job.id, "", place_of(job));
  job.deleted = true;
  done(log);
}

// Logs everything below it too.
void Manager::delete_task(Task& task, RequestLog& log) {
  for (Job* job : task.jobs) {
    log.deleted("delete:job", job->id, "", place_of(*job));
    job->deleted = true;
  }
  task.jobs.clear();
  log.deleted("delete:task", task.id, task.name, place_of(task));
  tasks_.erase(std::find(tasks_.begin(), tasks_.end(), &task));
}

void Manager::delete_project() {
  Project& project = *organisation_.projects.front();
  organisation_.projects.pop_front();
  deleted_project_ = true;
  RequestLog log = this->log();
  const std::deque<Task*> tasks = tasks_;
  for (Task* task : tasks) {
    if (task->project == &project) delete_task(*task, log);
  }
  log.deleted("delete:project", project.id, project.name, place_of(project));
  done(log);
}

}  // namespace retally::simulated
