// How what is counted for a job gets into the tallies of its task and project, and out of them again.
//
// The rows of a task are the sum of the rows of its included jobs, and those of a project the sum of the rows
// of its included tasks. Sums don't care for order, so a transaction takes three steps, after each of which
// that holds:
//
//   1. a task that is counted elsewhere now: its rows move from the one project to the other;
//   2. a job that is counted elsewhere now: its rows leave its old task and what that one is counted in, and
//      go to the new ones;
//   3. what is new is added to the job, and to whatever it is counted in by now.
//
// So job 5 of task 2, deleted in the same batch that moves task 2 from project 1 to project 7 and adds 3
// shapes: all of task 2 goes over to project 7, then the rows of job 5 leave task 2 and project 7, then job 5
// alone gets 3 shapes.
#pragma once

#include <unordered_map>

#include "store/ledger/tables.h"
#include "store/ledger/working_set.h"

namespace retally::ledger {

// What a transaction adds to the tally of each (job, annotator, day).
struct JobDay {
  std::int64_t job = 0;
  std::int64_t user = 0;
  Day day;
  bool operator==(const JobDay&) const = default;
};

struct JobDayHash {
  std::size_t operator()(const JobDay& key) const noexcept;
};

using Additions = std::unordered_map<JobDay, Tally, JobDayHash>;

// Call when all placements of the transaction are in the set, and before the set is saved.
void roll_up(Tables& tables, WorkingSet& set, const Additions& additions);

}  // namespace retally::ledger
