// rq-scheduler's process: looks at the schedule when the next job is due, and when the server tells that the
// schedule has changed. It does not ask in between.
#pragma once

#include <stop_token>
#include <string>

#include "rq/scheduler.h"
#include "rq/server.h"

namespace retally::rq {

struct SchedulerLoopOptions {
  // How often the instance says that it lives; rq-scheduler looks for jobs so often. Where the server cannot
  // tell of changes they are looked for so often, or each second if that is more.
  Millis interval = std::chrono::seconds(60);
};

class SchedulerLoop {
 public:
  SchedulerLoop(Server& server, SchedulerLoopOptions options);

  // Says in Redis that this scheduler lives; run() says so again and again, and in the end that it does not.
  // Other tools show that. Throws Error(unavailable) if the server is away.
  void begin();

  // Moves what is due now, and returns. Throws Error(unavailable) if the server is away.
  Look once();

  // Until `stop`. A server that goes away is waited for.
  void run(const std::stop_token& stop);

 private:
  void end() noexcept;

  void note(const std::string& event, std::chrono::seconds kept);

  Server& server_;
  const SchedulerLoopOptions options_;
  const std::string instance_;  // its key
  Scheduler scheduler_;
};

}  // namespace retally::rq
