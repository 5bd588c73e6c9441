// The jobs of a delivery, in Redis: puts them there, and sees how they are.
//
// Which job each target has is recorded beside RQ's own keys, in the hash "retally:rq:QUEUE". It holds no
// truth: a job that ends by itself ends what it stands for, and a record that is lost costs no more than a
// job that runs beside an earlier one.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "rq/new_job.h"
#include "rq/server.h"

namespace retally::rq {

enum class Placing {
  put,     // the job is in the queue
  found,   // an earlier one of the target is still in the queue: it will start after this
  behind,  // an earlier one has been started: to be placed again when that has ended
};

struct Placed {
  Placing placing = Placing::put;
  std::string job;  // the one that the target has now
};

// Where a job is that says that it waits.
enum class Waiting {
  there,    // in its queue, or it does no more say so
  missing,  // not there: a worker has just taken it, or has died as it did
  put,      // it was missing the last time as well, and has been put back: it is the next one
};

// A job to look for in its queue.
struct Missed {
  std::string job;
  bool before = false;  // it was missing the last time
};

enum class JobPhase {
  waiting,   // in its queue, or deferred by RQ
  started,   // a worker has it
  finished,  //
  failed,    // or stopped, or cancelled
  gone,      // there is no such job
};

struct JobState {
  JobPhase phase = JobPhase::gone;
  std::string
      heartbeat{};    // when its worker last said that it works on it, as that wrote it, by its own clock
  std::string why{};  // it failed: the last line of what Python said
};

// Every function is one round trip, may be called from any thread, and throws Error(unavailable) where the
// server is away: then it is not known what was done.
class Outbox {
 public:
  // Calls with more jobs are the caller's mistake: the server would be kept from others for too long.
  static constexpr std::size_t kMost = 500;

  Outbox(Server& server, const std::string& queue);

  // In the order of the jobs. Of a target only one job at a time is placed.
  std::vector<Placed> place(std::span<const NewJob> jobs);

  // In the order of the ids.
  std::vector<JobState> look(const std::vector<std::string>& ids);

  // Ends a started job whose worker has not been heard of since `heartbeat`. False if it has, or has ended
  // it.
  bool abandon(const std::string& id, const std::string& heartbeat);

  // Looks for jobs in the queue, and puts those back that are missing for the second time. In their order.
  std::vector<Waiting> recall(const std::vector<Missed>& jobs);

  // The job is nothing to the target any more. Pairs of target and job.
  void forget(const std::vector<std::string>& targets_and_jobs);

 private:
  Server& server_;
  const std::array<std::string, 3> place_keys_;
  const std::array<std::string, 2> abandon_keys_;
  const std::array<std::string, 2> recall_keys_;
  const std::array<std::string, 1> record_;
};

}  // namespace retally::rq
