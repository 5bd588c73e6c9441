#include "generate/world.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "generate/names.h"
#include "generate/units.h"
#include "retally/error.h"

namespace retally::simulated {
namespace {

// What an annotator at work gives an hour, measured on this simulation: the fit of people to events rests on
// it.
constexpr std::uint64_t kEventsPerHour = 720;
constexpr std::uint64_t kUsualHours = 6;
constexpr std::int64_t kMostHours = 10;

constexpr std::uint64_t kMostPeople = 1'000'000;  // ids and memory stay sane
constexpr std::uint64_t kMostDays = 36'500;
// Times are written as seconds since 1970, and a time zone's midnight must not lie before.
constexpr std::chrono::sys_days kEarliest = std::chrono::year{1970} / 1 / 3;
constexpr std::chrono::sys_days kLatest = std::chrono::year{2200} / 1 / 1;

void check(const GenerateOptions& options) {
  if (options.days == 0 || options.days > kMostDays) {
    throw Error(ErrorKind::invalid_input, "generate: " + std::to_string(options.days) + " days: give 1 to " +
                                              std::to_string(kMostDays));
  }
  if (options.start < kEarliest || options.start > kLatest) {
    throw Error(ErrorKind::invalid_input, "generate: the log begins before 1970-01-03 or after 2200-01-01");
  }
  const unsigned most = std::max({options.projects, options.tasks, options.jobs, options.annotators});
  if (most > kMostPeople) {
    throw Error(ErrorKind::invalid_input, "generate: " + std::to_string(most) +
                                              " projects, tasks, jobs or annotators: give at most " +
                                              std::to_string(kMostPeople));
  }
}

}  // namespace

std::uint32_t ObjectCounts::total() const {
  return std::accumulate(shapes.begin(), shapes.end(), tags) +
         std::accumulate(tracks.begin(), tracks.end(), std::uint32_t{0});
}

ObjectCounts& ObjectCounts::operator+=(const ObjectCounts& other) {
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    shapes[i] += other.shapes[i];
    tracks[i] += other.tracks[i];
  }
  tags += other.tags;
  return *this;
}

World::World(const GenerateOptions& options) : options_(options), random_(options.seed) {
  check(options);
  fit(options);
  const std::size_t groups =
      std::min<std::size_t>({organisation_names(), options_.projects, options_.annotators});
  for (std::size_t i = 0; i < groups; ++i) {
    const OrganisationName& name = organisation_name(i);
    Organisation& organisation = organisations_.emplace_back();
    organisation.id = name.slug.empty() ? 0 : i + 1;
    organisation.slug = name.slug;
    organisation.utc_hours = name.utc_hours;
    organisation.planned_projects = (options_.projects + groups - 1 - i) / groups;
    managers_.push_back(make_person(i + 1, organisation));
    organisation.manager = &managers_.back();
  }
  for (std::size_t i = 0; i < options_.annotators; ++i) {
    Organisation& organisation = organisations_[i % groups];
    ++organisation.annotators;
    annotators_.push_back(make_person(groups + i + 1, organisation));
  }
}

void World::fit(const GenerateOptions& options) {
  const std::uint64_t work_days = has_weekends() ? options.days * 5 / 7 : options.days;
  const std::uint64_t man_days = options.events / (kEventsPerHour * kUsualHours) + 1;
  if (options.annotators == 0) {
    options_.annotators =
        static_cast<unsigned>(std::clamp<std::uint64_t>(man_days / work_days + 1, 4, kMostPeople));
  }
  if (options.projects == 0) {
    options_.projects = static_cast<unsigned>(std::clamp<std::uint64_t>(options.events / 50'000 + 4, 4, 200));
  }
  const std::uint64_t us = options.events * (kHourUs / kEventsPerHour) / (options_.annotators * work_days);
  working_day_us_ = std::clamp(static_cast<std::int64_t>(us), kHourUs / 4, kMostHours * kHourUs);
}

Person World::make_person(std::uint64_t id, Organisation& organisation) const {
  const PersonName& name = person_name(id - 1);
  const std::uint64_t round = (id - 1) / 24;  // when the names have run out, they get numbers
  const std::string suffix = round == 0 ? "" : " " + std::to_string(round + 1);
  const std::string mail =
      name.mail.empty() ? "" : std::string(name.mail) + (round == 0 ? "" : std::to_string(round + 1));
  return {id, std::string(name.first) + suffix, mail.empty() ? "" : mail + "@example.org", &organisation};
}

Project& World::add_project(Organisation& organisation) {
  Project& project = projects_.emplace_back();
  project.id = projects_.size();
  project.name = project_name(random_, project.id);
  project.organisation = &organisation;
  organisation.projects.push_back(&project);
  return project;
}

Task* World::add_task(Organisation& organisation, Project* project) {
  if (options_.tasks != 0 && tasks_.size() >= options_.tasks) return nullptr;
  if (options_.jobs != 0 && jobs_.size() >= options_.jobs) return nullptr;
  Task& task = tasks_.emplace_back();
  task.id = tasks_.size();
  task.name = task_name(random_, task.id);
  task.organisation = &organisation;
  task.project = project;
  return &task;
}

std::size_t World::jobs_of_a_task() {
  const std::size_t usual = random_.between(1, 4) * random_.between(1, 4);
  if (options_.jobs == 0) return usual;
  const std::size_t left = options_.jobs - jobs_.size();
  if (options_.tasks == 0) return std::min(usual, left);
  const std::size_t tasks_left = options_.tasks - tasks_.size() + 1;  // the new one is there already
  return std::max<std::size_t>(1, (left + tasks_left - 1) / tasks_left);
}

Job& World::add_job(Task& task, std::string_view type) {
  Job& job = jobs_.emplace_back();
  job.id = jobs_.size() + 10;
  job.task = &task;
  job.type = type;
  job.frames = static_cast<std::uint32_t>(random_.between(20, 400));
  job.work_left = static_cast<std::uint32_t>(5 + random_.around(20));
  task.jobs.push_back(&job);
  return job;
}

std::uint64_t World::new_object_ids(std::uint64_t count) {
  const std::uint64_t first = last_object_id_ + 1;
  last_object_id_ += count;
  return first;
}

std::uint64_t World::old_object_ids(std::uint64_t count) {
  const std::uint64_t back = count + random_.around(500);
  return back < last_object_id_ ? last_object_id_ - back : 1;
}

ServerAge World::age() const {
  if (progress_ < 300) return ServerAge::payload;
  return progress_ < 400 ? ServerAge::draft : ServerAge::event;
}

std::int64_t World::start_us() const {
  return std::chrono::microseconds(options_.start.time_since_epoch()).count();
}

}  // namespace retally::simulated
