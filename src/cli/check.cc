// retally check: renew a report now, for somebody who waits for it.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/place.h"
#include "cli/resource_options.h"

namespace retally {
namespace {

constexpr auto kCheckHelp = R"(Example:
  retally check --project 7 --user 3 --wait

Prints the id of the request. With --wait it returns when the report is renewed, and with exit code 1 if that
failed. The regular update of the project stays where it is.)";

// An update takes milliseconds: so the first looks come quickly, the later ones are for what waits in a
// queue.
constexpr Millis kFirstLook{20};
constexpr Millis kLongestLook{1000};

struct CheckOptions {
  ResourceOptions resource;
  std::string user;
  bool wait = false;
  PlaceOptions place;
};

// Whether the request has ended well; asks until it has ended.
bool wait_for(HttpClient& client, const std::string& id) {
  const std::string path = "/api/analytics/reports" + query({{"rq_id", id}});
  for (Millis pause = kFirstLook;; pause = std::min(pause * 2, kLongestLook)) {
    const HttpAnswer answer = client.post(path, "{}");
    if (answer.status == 201) return true;
    if (answer.status != 202) {
      fmt::print(stderr, "retally: check: {}\n", detail_of(answer));
      return false;
    }
    std::this_thread::sleep_for(pause);
  }
}

int check(CheckOptions& options) {
  complete(options.place, process_environment());
  HttpClient client = options.place.client();
  const Json answer = client.post_json("/api/schedule/" + target_of(options.resource.id()) + "/run",
                                       {{"user", options.user}});
  const std::string id = answer.at("rq_id");
  fmt::print("{}\n", id);
  std::fflush(stdout);
  if (!options.wait) return kExitDone;
  return wait_for(client, id) ? kExitDone : kExitRejected;
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
