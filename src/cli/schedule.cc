// retally schedule: what waits, runs and has failed on a running server.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/json_time.h"
#include "cli/place.h"
#include "cli/target_name.h"
#include "cli/terminal.h"
#include "cli/text_table.h"

namespace retally {
namespace {

constexpr auto kScheduleHelp = R"(Examples:
  retally schedule list                    what is pending, the next to run first
  retally schedule list --state failed
  retally schedule stats
  retally schedule run project:7           now, for you, beside the regular update
  retally schedule cancel task:12          taken off; what is stale comes back within --reconcile-every
  retally schedule retry project:7         a failed one, from the first attempt)";

struct ScheduleCommand {
  std::string state = "pending";
  PageOptions paging;
  std::string target;
  std::string user;
  bool json = false;
  PlaceOptions place;
};
using Shared = std::shared_ptr<ScheduleCommand>;

std::string text_of(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// "first_touch" as a person reads it.
std::string spaced(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
}

// The answer's keys that are shown in a state, each a column.
std::vector<std::string> columns_of_state(const std::string& state) {
  if (state == "running") return {"due", "started", "lease_until"};
  if (state == "failed") return {"ended", "error"};
  if (state == "history") return {"started", "ended", "error"};
  return {"first_touch", "due"};
}

std::string cell_of(const std::string& key, const Json& value) {
  if (key == "error" || !value.is_string()) return text_of(value);
  return relative_time_of(value);
}

void print_list(const Json& answer, const std::string& state) {
  std::vector<TextTable::Column> heads{
      {"target"}, {"kind"}, {"user"}, {"touches", Align::right}, {"attempt", Align::right}};
  for (const std::string& column : columns_of_state(state)) heads.push_back({spaced(column)});
  TextTable table(heads);
  for (const Json& entry : answer.at("results")) {
    std::vector<std::string> cells;
    for (const char* key : {"target", "kind", "user", "touches", "attempt"})
      cells.push_back(text_of(entry.at(key)));
    for (const std::string& key : columns_of_state(state)) cells.push_back(cell_of(key, entry.at(key)));
    table.add(std::move(cells));
  }
  if (!table.empty()) fmt::print("{}\n", table.text(terminal_width(stdout)));
  fmt::print("{} of {} {}\n", answer.at("results").size(), text_of(answer.at("total")), state);
}

void print_stats(const Json& answer) {
  TextTable table({{"schedule"}, {"", Align::right}});
  for (const auto& [name, count] : answer.at("counts").items()) table.add({name, text_of(count)});
  table.add({"oldest pending", relative_time_of(answer.at("oldest_pending"))});
  table.add({"next due", relative_time_of(answer.at("next_due"))});
  for (const auto& [name, count] : answer.at("totals").items())
    table.add({name + " since start", text_of(count)});
  fmt::print("{}", table.text(terminal_width(stdout)));
}

int list(ScheduleCommand& options) {
  const Json answer = options.place.client().get_json(
      "/api/schedule" + query({{"state", options.state},
                               {"page", std::to_string(options.paging.page)},
                               {"page_size", std::to_string(options.paging.page_size)}}));
  if (options.json) {
    fmt::print("{}\n", answer.dump());
  } else {
    print_list(answer, options.state);
  }
  return kExitDone;
}

int stats(ScheduleCommand& options) {
  const Json answer = options.place.client().get_json("/api/schedule/stats");
  if (options.json) {
    fmt::print("{}\n", answer.dump());
  } else {
    print_stats(answer);
  }
  return kExitDone;
}

// run, cancel and retry: one target, and one line that says what was done.
int act(ScheduleCommand& options, const std::string& verb, const std::string& done) {
  const std::string target = target_name(options.target);
  const Json body = options.user.empty() ? Json::object() : Json{{"user", options.user}};
  const Json answer = options.place.client().post_json("/api/schedule/" + target + "/" + verb, body);
  if (options.json) {
    fmt::print("{}\n", answer.dump());
  } else {
    fmt::print("{}: {}\n", target, done);
  }
  return kExitDone;
}

CLI::App* add(CLI::App& schedule, const Shared& options, Command& chosen, const std::string& name,
              const std::string& what, const std::function<int(ScheduleCommand&)>& run) {
  CLI::App* command = schedule.add_subcommand(name, what);
  command->add_flag("--json", options->json, "Print the server's answer as it is");
  add_server_options(*command, options->place);
  command->callback([options, run, &chosen] {
    chosen = [options, run] {
      complete(options->place, process_environment());
      return run(*options);
    };
  });
  return command;
}

void add_act(CLI::App& schedule, const Shared& options, Command& chosen, const std::string& verb,
             const std::string& what, const std::string& done) {
  CLI::App* command = add(schedule, options, chosen, verb, what,
                          [verb, done](ScheduleCommand& given) { return act(given, verb, done); });
  command->add_option("TARGET", options->target, "project:N, task:N or job:N; N alone is a project")
      ->required();
  if (verb == "run") command->add_option("--user", options->user, "Who asks")->type_name("USER");
  command->footer("Example:\n  retally schedule " + verb + " project:7");
}

}  // namespace

void add_schedule(CLI::App& app, Command& chosen) {
  CLI::App* schedule = app.add_subcommand("schedule", "See and change what a running server has scheduled");
  schedule->require_subcommand(1);
  schedule->footer(kScheduleHelp);
  const auto options = std::make_shared<ScheduleCommand>();

  CLI::App* listing =
      add(*schedule, options, chosen, "list", "What is pending, running, failed or done", list);
  listing->add_option("--state", options->state, "pending, running, failed or history")
      ->check(CLI::IsMember({"pending", "running", "failed", "history"}))
      ->type_name("STATE")
      ->capture_default_str();
  add_page_options(*listing, options->paging);
  listing->footer("Example:\n  retally schedule list --state failed");
  add(*schedule, options, chosen, "stats", "Counts, the oldest that waits, and what comes next", stats)
      ->footer("Example:\n  retally schedule stats --json");

  add_act(*schedule, options, chosen, "run", "Renew its report now",
          "asked for; it runs as soon as a worker is free");
  add_act(*schedule, options, chosen, "cancel",
          "Take its pending or failed update off; while its report is stale the server schedules it again",
          "cancelled");
  add_act(*schedule, options, chosen, "retry", "Run a failed update again", "due now");
}

}  // namespace retally
