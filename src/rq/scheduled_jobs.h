// The scheduled jobs, for a person to see and to change: those of rq-scheduler, and those of RQ's own
// scheduler.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rq/micros.h"
#include "rq/server.h"

namespace retally::rq {

struct ScheduledJob {
  std::string id;
  Micros time{};         // since 1970
  std::string queue{};   // empty: none
  std::string by{};      // "rq-scheduler", or "rq" for RQ's own scheduler
  std::string status{};  // RQ's; empty: the job is gone, and will be dropped when its time comes
  std::string call{};    // what it calls, as Python would write it; or why that can't be read, in '<' and '>'
  std::string repeats{};  // "every 60 s, 3 times more", "cron 0 8 * * 1 (UTC)"; empty: it doesn't
};

struct JobPage {
  Micros now{};                    // the server's time, since 1970
  std::size_t total = 0;           // on all pages
  std::vector<ScheduledJob> jobs;  // by time
};

struct QueueCounts {
  std::size_t waiting = 0;
  std::size_t started = 0;
  std::size_t scheduled = 0;  // by RQ itself, and by rq-scheduler
  std::size_t deferred = 0;
  std::size_t finished = 0;
  std::size_t failed = 0;
};

// What is to be changed of a scheduled job.
struct JobMove {
  std::optional<Micros> time{};  // since 1970
  bool now = false;              // by the server's time
  std::string queue{};           // empty: the one that it has
};

// Throw Error(unavailable) where the server is away.

// One round trip. `limit` is cut to 1,000.
JobPage list_jobs(Server& server, std::size_t offset, std::size_t limit);

// For each id: whether it was scheduled. Both take effect for all at once. With `delete_too` the job itself
// goes as well; RQ keeps a cancelled job.
std::vector<bool> cancel_jobs(Server& server, const std::vector<std::string>& ids, bool delete_too);
std::vector<bool> move_jobs(Server& server, const std::vector<std::string>& ids, const JobMove& move);

// By the queue's name; "" has the scheduled jobs that name none. A round trip, and one more for each 1,000
// jobs of rq-scheduler, for it keeps them all in one set.
std::map<std::string, QueueCounts> count_jobs(Server& server);

}  // namespace retally::rq
