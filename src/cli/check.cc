// retally check: renew a report now, for somebody who waits for it.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/place.h"
#include "cli/report_request.h"
#include "cli/resource_options.h"

namespace retally {
namespace {

constexpr auto kCheckHelp = R"(Example:
  retally check --project 7 --user 3 --wait

Prints the id of the request. With --wait it returns when the report is renewed, with exit code 1 if that
failed, and with 3 if the server is away for long. The regular update of the project stays where it is.)";

struct CheckOptions {
  ResourceOptions resource;
  std::string user;
  bool wait = false;
  PlaceOptions place;
};

int check(CheckOptions& options) {
  complete(options.place, process_environment());
  HttpClient client = options.place.client();
  ReportRequest request(client, options.resource.id(), options.user);
  fmt::print("{}\n", request.id());
  std::fflush(stdout);
  if (!options.wait) return kExitDone;
  const std::optional<std::string> failure = request.wait();
  if (failure) fmt::print(stderr, "retally: check: {}\n", *failure);
  return failure ? kExitRejected : kExitDone;
}

}  // namespace

void add_check(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("check", "Ask a running server to renew a report now");
  const auto options = std::make_shared<CheckOptions>();
  add_resource_options(*command, options->resource);
  command->add_option("--user", options->user, "The id of the user who asks")->type_name("U")->required();
  command->add_flag("--wait", options->wait, "Return when the report is renewed");
  add_server_options(*command, options->place);
  command->footer(kCheckHelp);
  command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace retally
