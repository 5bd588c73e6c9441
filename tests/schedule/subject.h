// What the suites of this folder need of an implementation of the schedule: the schedule and its clock.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "retally/memory_schedule.h"
#include "schedule/schedule_testing.h"

namespace retally {

// The clock of a subject starts here and moves only when it is told to.
struct Subject {
  virtual ~Subject() = default;
  virtual Schedule& schedule() = 0;
  virtual Clock& clock() = 0;
  virtual void advance(Millis by) = 0;
};

struct SubjectKind {
  std::string name;
  std::function<std::unique_ptr<Subject>(const ScheduleOptions&)> make;
  int shorter =
      0;  // by how many steps the traces are shorter that are played exhaustively: a call takes longer

  bool in_shards = false;  // it keeps the order of what is due within each shard only

  friend void PrintTo(const SubjectKind& kind, std::ostream* out) { *out << kind.name; }
};

// Every implementation of the schedule: a new one is added here, and runs every suite.
std::vector<SubjectKind> implementations();
// Those that do everything in the order of the model.
std::vector<SubjectKind> implementations_in_order();

// The model, by which they are judged.
SubjectKind model();

}  // namespace retally
