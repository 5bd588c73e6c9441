// Moves jobs whose time has come to their queues: those of rq-scheduler, and those of RQ's own scheduler.
//
// One script does that, all at once or not at all: so no lock is held from one round trip to the next, two of
// these never move a job twice, and neither does one of these beside a Python scheduler, whose lock it
// respects. A job that repeats needs a decision that only this side can make, for its meta is pickled: see
// move_due.lua.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "retally/clock.h"
#include "rq/micros.h"
#include "rq/server.h"

namespace retally::rq {

// What a look at the schedule found, and did.
struct Look {
  std::size_t moved = 0;         // jobs put into their queues
  std::size_t again = 0;         // of these, the ones that are due again later
  std::size_t gone = 0;          // ids whose job is no more: they are dropped
  bool locked = false;           // another scheduler has locked some: they are left to it
  Micros now{};                  // the server's time, since 1970
  std::optional<Micros> next{};  // when the next one is due, since 1970
};

// Not thread-safe. Functions throw Error(unavailable) where the server is away.
class Scheduler {
 public:
  // Jobs of one call. More would keep the server from its other clients for more than some ms.
  static constexpr std::size_t kBatch = 500;

  explicit Scheduler(Server& server) : server_(server) {}

  // Moves all that is due, kBatch jobs a round trip.
  Look step();

  // A job that may be due again, but whose meta can't be read, stays where it is, and so does one that can't
  // be moved, for one of RQ's keys is not what it has to be; the log says so. This has them tried once more.
  void forget_unreadable() { unreadable_.clear(); }

 private:
  struct Candidate {
    std::string id;
    std::string time;
    std::string meta;
  };

  std::vector<Candidate> move(const std::vector<std::string>& decisions, Look& look);
  std::vector<std::string> decide(const std::vector<Candidate>& candidates, Micros now);
  void leave_alone(const std::string& job, const std::string& why);

  Server& server_;
  std::set<std::string> unreadable_;  // ids
};

}  // namespace retally::rq
