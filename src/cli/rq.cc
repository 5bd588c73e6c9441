// retally rq: the jobs that RQ and rq-scheduler have scheduled, to see and to change.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/duration.h"
#include "cli/exit_code.h"
#include "cli/http_client.h"
#include "cli/relative_time.h"
#include "cli/rq_place.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "events/timestamp.h"
#include "http/json.h"
#include "retally/error.h"
#include "rq/scheduled_jobs.h"

namespace retally {
namespace {

constexpr auto kRqHelp = R"(Examples:
  retally rq list                          what is scheduled, the next first
  retally rq counts                        how many jobs each queue has
  retally rq move ID --in 10m
  retally rq move ID --queue low
  retally rq cancel ID

What is pickled is read as plain data, and never executed. What only Python could make of it is shown as
<module.Class>.)";

struct RqCommand {
  RqPlace place;
  PageOptions paging;
  bool json = false;
  std::vector<std::string> ids;
  bool delete_too = false;
  std::string at;
  Millis in{-1};
  bool now = false;
  std::string queue;
};

TimePoint millis_of(rq::Micros time) {
  return TimePoint(std::chrono::floor<Millis>(time));
}

Json job_json(const rq::ScheduledJob& job) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  return {{"id", job.id},
          {"time", http::to_text(millis_of(job.time))},
          {"queue", text(job.queue)},
          {"by", job.by},
          {"status", text(job.status)},
          {"call", job.call},
          {"repeats", text(job.repeats)}};
}

void print_jobs(const rq::JobPage& page) {
  TextTable table({{"time"}, {"queue"}, {"call"}, {"repeats"}, {"by"}, {"id"}});
  for (const rq::ScheduledJob& job : page.jobs)
    table.add({relative_time(millis_of(job.time), millis_of(page.now)), job.queue, job.call, job.repeats,
               job.by, job.id});
  if (!table.empty()) fmt::print("{}\n", table.text(terminal_width(stdout)));
  fmt::print("{} of {} scheduled\n", page.jobs.size(), page.total);
}

int list_scheduled(rq::Server& server, const RqCommand& options) {
  const auto size = static_cast<std::size_t>(options.paging.page_size);
  const rq::JobPage page =
      rq::list_jobs(server, static_cast<std::size_t>(options.paging.page - 1) * size, size);
  if (!options.json) {
    print_jobs(page);
    return kExitDone;
  }
  Json results = Json::array();
  for (const rq::ScheduledJob& job : page.jobs) results.push_back(job_json(job));
  fmt::print("{}\n", Json{{"total", page.total},
                          {"page", options.paging.page},
                          {"page_size", options.paging.page_size},
                          {"results", std::move(results)}}
                         .dump(-1, ' ', false, Json::error_handler_t::replace));
  return kExitDone;
}

int count_queues(rq::Server& server, const RqCommand& options) {
  const std::map<std::string, rq::QueueCounts> queues = rq::count_jobs(server);
  TextTable table({{"queue"},
                   {"waiting", Align::right},
                   {"started", Align::right},
                   {"scheduled", Align::right},
                   {"deferred", Align::right},
                   {"finished", Align::right},
                   {"failed", Align::right}});
  Json json = Json::object();
  for (const auto& [name, queue] : queues) {
    json[name] = {{"waiting", queue.waiting},   {"started", queue.started},   {"scheduled", queue.scheduled},
                  {"deferred", queue.deferred}, {"finished", queue.finished}, {"failed", queue.failed}};
    table.add({name, std::to_string(queue.waiting), std::to_string(queue.started),
               std::to_string(queue.scheduled), std::to_string(queue.deferred),
               std::to_string(queue.finished), std::to_string(queue.failed)});
  }
  fmt::print("{}\n", options.json ? json.dump(-1, ' ', false, Json::error_handler_t::replace)
                                  : table.text(terminal_width(stdout)));
  return kExitDone;
}

// Tells of each id what became of it.
int tell(const std::vector<std::string>& ids, const std::vector<bool>& changed, const std::string& done) {
  bool all = true;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    fmt::print("{}: {}\n", ids[i], changed[i] ? done : "not scheduled");
    all = all && changed[i];
  }
  return all ? kExitDone : kExitNotFound;
}

int cancel_scheduled(rq::Server& server, const RqCommand& options) {
  return tell(options.ids, rq::cancel_jobs(server, options.ids, options.delete_too),
              options.delete_too ? "deleted" : "cancelled");
}

int move_scheduled(rq::Server& server, const RqCommand& options) {
  rq::JobMove move{.now = options.now, .queue = options.queue};
  if (!options.at.empty()) {
    const std::optional<std::int64_t> ms = parse_timestamp(options.at);
    if (!ms)
      throw Error(ErrorKind::invalid_input,
                  "at: '" + options.at + "' is no time such as 2024-06-12T12:15:00Z");
    move.time = Millis(*ms);
  } else if (options.in >= Millis(0)) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    move.time = std::chrono::duration_cast<rq::Micros>(now) + options.in;
  } else if (!options.now && options.queue.empty()) {
    throw Error(ErrorKind::invalid_input, "rq move: say where to: --at, --in, --now or --queue");
  }
  return tell(options.ids, rq::move_jobs(server, options.ids, move), "moved");
}

CLI::App* add_action(CLI::App& rq, const std::shared_ptr<RqCommand>& options, Command& chosen,
                     const std::string& name, const std::string& what,
                     int (*run)(rq::Server&, const RqCommand&)) {
  CLI::App* command = rq.add_subcommand(name, what);
  add_rq_place(*command, options->place);
  command->callback([options, run, &chosen] {
    chosen = [options, run] {
      rq::Server server(redis_options_of(options->place));
      return run(server, *options);
    };
  });
  return command;
}

void add_ids(CLI::App& command, RqCommand& options) {
  command.add_option("ID", options.ids, "The ids of scheduled jobs")->required();
}

}  // namespace

void add_rq(CLI::App& app, Command& chosen) {
  CLI::App* rq = app.add_subcommand("rq", "See and change what RQ and rq-scheduler have scheduled");
  rq->require_subcommand(1);
  rq->footer(kRqHelp);
  const auto options = std::make_shared<RqCommand>();

  CLI::App* listing = add_action(*rq, options, chosen, "list", "The scheduled jobs, by time", list_scheduled);
  add_page_options(*listing, options->paging);
  listing->add_flag("--json", options->json, "Print JSON");
  listing->footer("Example:\n  retally rq list --page-size 20");

  CLI::App* counting =
      add_action(*rq, options, chosen, "counts", "How many jobs each queue has, and where", count_queues);
  counting->add_flag("--json", options->json, "Print JSON");
  counting->footer("Example:\n  retally rq counts --url redis://127.0.0.1:6379/1");

  CLI::App* cancelling =
      add_action(*rq, options, chosen, "cancel", "Take jobs off the schedule", cancel_scheduled);
  add_ids(*cancelling, *options);
  cancelling->add_flag("--delete", options->delete_too, "Delete the jobs themselves, too");
  cancelling->footer("Example:\n  retally rq cancel 5c9f6ee5-4b0f-4d2f-8a57-2a0b6c1f2f0e");

  CLI::App* moving =
      add_action(*rq, options, chosen, "move", "Give scheduled jobs another time or queue", move_scheduled);
  add_ids(*moving, *options);
  CLI::Option* at =
      moving->add_option("--at", options->at, "A time, UTC unless it says otherwise")->type_name("TIME");
  CLI::Option* in = add_duration(*moving, "--in", options->in, "How long from now");
  CLI::Option* now = moving->add_flag("--now", options->now, "As soon as the scheduler looks");
  at->excludes(in)->excludes(now);
  in->excludes(now)->default_str("");
  moving->add_option("--queue", options->queue, "The queue that they go to")->type_name("QUEUE");
  moving->footer("Example:\n  retally rq move 5c9f6ee5-4b0f-4d2f-8a57-2a0b6c1f2f0e --in 10m");
}

}  // namespace retally
