// retally demo: a server, and a team of annotators to watch.
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/http_client.h"
#include "cli/log.h"
#include "cli/node.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/temporary_directory.h"
#include "generate/generator.h"

namespace retally {
namespace {

constexpr auto kDemoHelp = R"(Example:
  retally demo

Serves a fresh store, which is removed at the end, and sends it a generated log as CVAT would: a week at once,
then a day at a visible pace. Ctrl-C ends it.)";

// A week and a day of a few teams; what comes of it fits a terminal, and plays for some ten minutes.
constexpr std::uint64_t kEvents = 200'000;
constexpr unsigned kDays = 8;
constexpr unsigned kProjects = 4;
constexpr Millis kPace{250};  // between two bodies of the day
// Bodies that go as one request while the week is loaded: some thousand events for one wait for the disk.
constexpr int kBodiesAtOnce = 200;

NodeOptions node_options(const TemporaryDirectory& directory, const std::string& listen) {
  NodeOptions options;
  options.store = "sqlite:" + (directory.path() / "retally.db").string();
  options.policy = {std::chrono::seconds(2), std::chrono::seconds(5)};
  options.server.listen = listen;
  return options;
}

GenerateOptions log_options() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  GenerateOptions options;
  options.events = kEvents;
  options.start = today - std::chrono::days(kDays);
  options.days = kDays;
  options.projects = kProjects;
  return options;
}

// CVAT's log sender: what it generates is posted, and taken when the answer is 200.
class Sender {
 public:
  explicit Sender(const std::string& server) : client_(server, ""), log_(log_options()) {}

  // Sends the log up to its last day.
  void send_week() {
    constexpr std::uint64_t kWeek = kEvents / kDays * (kDays - 1);
    while (sent_ < kWeek) {
      std::string bodies;
      for (int i = 0; i < kBodiesAtOnce && sent_ < kWeek; ++i) bodies += next_body() + "\n";
      client_.post_ok("/", bodies);
    }
  }

  // Sends one body more. False when there is none.
  bool send_one() {
    const std::string body = next_body();
    if (!body.empty()) client_.post_ok("/", body);
    return !body.empty();
  }

  std::uint64_t sent() const { return sent_; }

 private:
  std::string next_body() {
    const Body* body = log_.next();
    if (body == nullptr) return "";
    sent_ += body->rows.size();
    return to_json(body->rows);
  }

  HttpClient client_;
  Generator log_;
  std::uint64_t sent_ = 0;
};

void print_invitation(const std::string& server, std::uint64_t events) {
  const Json projects = HttpClient(server, "").get_json("/api/projects");
  const std::string id = projects.at("results").at(0).at("id").dump();
  const std::string option = server == "http://127.0.0.1:8460" ? "" : " --server " + server;
  fmt::print(
      R"(A week of {} projects is in, {} events; now a day goes by, four bodies of CVAT's log sender a second.
A report is renewed 2 s after a change, and 5 s after the first one at the latest.

In a browser: {}

In another terminal (from the sources: ./run instead of retally):
  retally report --project {}{}
  retally report --project {} --annotators{}
  retally schedule list{}
  curl '{}/api/projects'
  curl '{}/api/analytics/reports?project_id={}'

Ctrl-C ends it, and removes its store.
)",
      projects.at("results").size(), with_commas(events), server, id, option, id, option, option, server,
      server, id);
  std::fflush(stdout);
}

int demo(const std::string& listen) {
  StopSignals signals;
  log_to_stderr("warn");
  const TemporaryDirectory directory;
  Node node(node_options(directory, listen));
  const std::string server = "http://" + with_port(listen, node.server().port());
  fmt::print("retally listens on {}\n", server);
  std::fflush(stdout);

  Sender sender(server);
  sender.send_week();
  print_invitation(server, sender.sent());
  while (!signals.wait_for(kPace)) {
    if (sender.send_one()) continue;
    fmt::print("The day is over; the server stays.\n");
    std::fflush(stdout);
    signals.wait();
    break;
  }
  return kExitDone;
}

}  // namespace

void add_demo(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("demo", "A server, and a team of annotators to watch");
  const auto listen = std::make_shared<std::string>("127.0.0.1:8460");
  command->add_option("--listen", *listen, "Where to listen")->type_name("ADDR:PORT")->capture_default_str();
  command->footer(kDemoHelp);
  command->callback([listen, &chosen] { chosen = [listen] { return demo(*listen); }; });
}

}  // namespace retally
