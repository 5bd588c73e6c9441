// The installation that the log is of: who is there, and what there is to annotate.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "generate/generator.h"
#include "generate/random.h"

namespace retally::simulated {

struct Job;
struct Person;
struct Project;

struct Organisation {
  std::uint64_t id = 0;  // 0: people without an organisation
  std::string_view slug;
  int utc_hours = 0;
  Person* manager = nullptr;
  std::size_t annotators = 0;
  std::size_t planned_projects = 0;
  std::deque<Project*> projects;  // those that are not deleted
  std::deque<Job*> to_do;         // may hold deleted ones
  std::deque<Job*> to_review;     // likewise
  std::deque<Job*> reviewed;      // likewise; the latest few, to open again when there is nothing else to do
};

struct Person {
  std::uint64_t id = 0;
  std::string name;
  std::string email;
  Organisation* organisation = nullptr;
};

struct Project {
  std::uint64_t id = 0;
  std::string name;
  Organisation* organisation = nullptr;
};

struct Task {
  std::uint64_t id = 0;
  std::string name;
  Organisation* organisation = nullptr;
  Project* project = nullptr;  // null: of no project
  std::deque<Job*> jobs;
};

// How many of a job's objects there are, by what they are.
struct ObjectCounts {
  std::array<std::uint32_t, 8> shapes{};  // by shape_types
  std::array<std::uint32_t, 8> tracks{};
  std::uint32_t tags = 0;

  std::uint32_t total() const;
  ObjectCounts& operator+=(const ObjectCounts& other);
};

inline constexpr std::array<std::string_view, 8> kShapeTypes{"rectangle", "polygon", "polyline", "points",
                                                             "ellipse",   "cuboid",  "mask",     "skeleton"};

struct Job {
  std::uint64_t id = 0;
  Task* task = nullptr;
  std::string_view type = "annotation";
  std::string_view state = "new";
  std::string_view stage = "annotation";
  std::uint32_t frames = 0;
  std::uint32_t work_left = 0;  // how many sittings until it is done
  ObjectCounts objects;
  bool deleted = false;
};

// How the server tells working time; see CVAT's releases 2.14.0, 2.14.1 and later.
enum class ServerAge : std::uint8_t { payload, draft, event };

class World {
 public:
  explicit World(const GenerateOptions& options);

  Random& random() { return random_; }
  std::deque<Organisation>& organisations() { return organisations_; }
  std::deque<Person>& annotators() { return annotators_; }

  Project& add_project(Organisation& organisation);
  // Null when the options allow no more.
  Task* add_task(Organisation& organisation, Project* project);
  // How many jobs a new task of that organisation gets.
  std::size_t jobs_of_a_task();
  Job& add_job(Task& task, std::string_view type);
  std::uint64_t next_id() { return ++last_id_; }  // of labels, issues and comments
  // The first of `count` ids of shapes, tracks and tags: new ones, or some that were given out not long ago.
  std::uint64_t new_object_ids(std::uint64_t count);
  std::uint64_t old_object_ids(std::uint64_t count);

  // How much of the log is made, in thousandths.
  unsigned progress() const { return progress_; }
  void set_progress(unsigned permille) { progress_ = permille; }
  ServerAge age() const;

  // Whether people rest on Saturdays and Sundays: not in a log of a few days.
  bool has_weekends() const { return options_.days >= 7; }
  // How long an annotator works a day, breaks left out.
  std::int64_t working_day_us() const { return working_day_us_; }
  std::int64_t start_us() const;

 private:
  void fit(const GenerateOptions& options);
  Person make_person(std::uint64_t id, Organisation& organisation) const;

  GenerateOptions options_;
  Random random_;
  std::deque<Organisation> organisations_;  // deques: their elements stay where they are
  std::deque<Person> managers_;
  std::deque<Person> annotators_;
  std::deque<Project> projects_;
  std::deque<Task> tasks_;
  std::deque<Job> jobs_;
  std::uint64_t last_id_ = 20;
  std::uint64_t last_object_id_ = 500;
  std::int64_t working_day_us_ = 0;
  unsigned progress_ = 0;
};

}  // namespace retally::simulated
