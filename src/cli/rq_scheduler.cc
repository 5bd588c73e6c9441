// retally rq-scheduler: in the place of rqscheduler.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <thread>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/log.h"
#include "cli/rq_place.h"
#include "cli/signals.h"
#include "retally/error.h"
#include "rq/scheduler_loop.h"
#include "rq/server.h"

namespace retally {
namespace {

constexpr auto kRqSchedulerHelp = R"(Examples:
  retally rq-scheduler --url redis://127.0.0.1:6379/0
  retally rq-scheduler --burst             moves what is due, and ends

Moves the jobs that rq-scheduler has scheduled (enqueue_at, enqueue_in, schedule, cron) into their queues at their
times, and those of RQ's own scheduler (Queue.enqueue_at) whose queue no worker --with-scheduler looks after.
Several may run, also beside a Python rqscheduler: no job is moved twice.

SIGTERM or SIGINT ends it.)";

struct RqSchedulerOptions {
  RqPlace place;
  double interval = 60;
  bool burst = false;
  bool verbose = false;
  bool quiet = false;
  std::string pid_file;
};

void write_pid(const std::string& path) {
  if (path.empty()) return;
  std::ofstream file(path);
  file << getpid();
  file.close();
  if (!file) throw Error(ErrorKind::unavailable, "pid: can't write '" + path + "'");
}

int burst(rq::SchedulerLoop& scheduler) {
  const rq::Look look = scheduler.once();
  if (look.locked) spdlog::warn("some jobs are left to another scheduler, which has locked them");
  spdlog::info("moved {} jobs", look.moved);
  return kExitDone;
}

int run_rq_scheduler(const RqSchedulerOptions& options) {
  StopSignals signals;
  log_to_stderr(options.verbose ? "debug" : options.quiet ? "warn" : "info");
  write_pid(options.pid_file);
  rq::Server server(redis_options_of(options.place));
  const auto interval = std::chrono::duration_cast<Millis>(std::chrono::duration<double>(options.interval));
  rq::SchedulerLoop scheduler(server, {.interval = interval});
  if (options.burst) return burst(scheduler);

  scheduler.begin();  // so that a server that is away is told of here
  spdlog::info("moving the jobs of RQ on redis at {}", server.name());
  const std::jthread loop([&](const std::stop_token& stop) { scheduler.run(stop); });
  signals.wait();
  spdlog::info("stopping");
  return kExitDone;
}

}  // namespace

void add_rq_scheduler(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand(
      "rq-scheduler", "Move RQ's scheduled jobs to their queues, in the place of rqscheduler");
  const auto options = std::make_shared<RqSchedulerOptions>();
  add_rq_place(*command, options->place);
  command->add_flag("-b,--burst", options->burst, "Move what is due, and end");
  command
      ->add_option(
          "-i,--interval", options->interval,
          "Seconds in which it says that it lives. Jobs are moved when they are due, whatever this is")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  command->add_option("--pid", options->pid_file, "Write the number of the process here")->type_name("FILE");
  command->add_flag("-v,--verbose", options->verbose, "Log more");
  command->add_flag("--quiet", options->quiet, "Log warnings only");
  // It is in people's unit files; there is no Python to be imported here.
  command->add_option("--path", "Ignored")->group("");
  command->footer(kRqSchedulerHelp);
  command->callback([options, &chosen] { chosen = [options] { return run_rq_scheduler(*options); }; });
}

}  // namespace retally
