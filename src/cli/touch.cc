// retally touch: tells a running server that something has changed.
#include <fmt/format.h>

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

constexpr auto kTouchHelp = R"(Example:
  retally touch project:7 task:12

What is scheduled is the project, or the task that belongs to none: a touch of a job renews those, too.)";

struct TouchOptions {
  std::vector<std::string> targets;
  bool json = false;
  PlaceOptions place;
};

int touch(TouchOptions& options) {
  complete(options.place, process_environment());
  Json targets = Json::array();
  for (const std::string& target : options.targets) targets.push_back(target_name(target));
  const Json answer = options.place.client().post_json("/api/touch", {{"targets", targets}});
  if (options.json) {
    fmt::print("{}\n", answer.dump());
    return kExitDone;
  }
  TextTable table({{"target"}, {"scheduled as"}, {"result"}, {"due"}});
  for (const Json& line : answer.at("results"))
    table.add(
        {line.at("target"), line.at("scheduled_as"), line.at("result"), relative_time_of(line.at("due"))});
  fmt::print("{}", table.text(terminal_width(stdout)));
  return kExitDone;
}

}  // namespace

void add_touch(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("touch", "Tell a running server that something has changed");
  const auto options = std::make_shared<TouchOptions>();
  command->add_option("TARGET", options->targets, "project:N, task:N or job:N; N alone is a project")
      ->required();
  command->add_flag("--json", options->json, "Print the server's answer as it is");
  add_server_options(*command, options->place);
  command->footer(kTouchHelp);
  command->callback([options, &chosen] { chosen = [options] { return touch(*options); }; });
}

}  // namespace retally
