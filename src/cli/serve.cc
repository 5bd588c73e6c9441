// retally serve: the server.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <thread>

#include "cli/command.h"
#include "cli/default_store.h"
#include "cli/duration.h"
#include "cli/exit_code.h"
#include "cli/log.h"
#include "cli/node.h"
#include "cli/settings.h"
#include "cli/signals.h"
#include "retally/redis_schedule.h"
#include "rq/delivery_options.h"

namespace retally {
namespace {

constexpr auto kServeHelp = R"(Example:
  retally serve --quiet 15m --max-wait 15m
  Then point CVAT at it: DJANGO_LOG_SERVER_HOST=127.0.0.1 DJANGO_LOG_SERVER_PORT=8460

Several servers side by side share --store postgresql://USER@HOST/DATABASE and --schedule redis://HOST:PORT.

With --schedule redis://127.0.0.1:6379 what is pending outlives the server; see docs/redis.md for Sentinel and
clusters, and password_file for a password that nobody sees.

Equal durations are a fixed window: the first change decides when the reports are renewed. With a shorter
--quiet each change puts the update off, but never past --max-wait after the first one. One that is not given
follows the other where it has to.

With --deliver rq:QUEUE:module.function an update is a job of RQ, which a Python worker runs: docs/rq.md.

Every option is also a variable (--max-wait is RETALLY_MAX_WAIT) and a key of the configuration file
(max-wait = "15m"). The command line wins over variables, and these over the file.

SIGTERM or SIGINT ends it: what is in flight is answered and what is queued is committed. A second one ends
it at once. Behind a balancer let it --drain for a few seconds first. SIGHUP has it read its --token-file again.)";

struct DeliverOptions {
  std::string to;   // what set_delivery() takes; empty: nowhere
  std::string url;  // empty: the server of the schedule
  std::string serializer = "pickle";
  rq::DeliveryOptions delivery;
};

struct ServeOptions {
  NodeOptions node;
  DeliverOptions deliver;
  Millis drain{0};
  std::string config;
  std::string log_level = "info";
};

void announce(Node& node, const ServerOptions& options) {
  const Server& server = node.server();
  fmt::print("retally listens on http://{}\n", with_port(options.listen, server.port()));
  if (!options.ingest_listen.empty())
    fmt::print("retally takes events on http://{}\n", with_port(options.ingest_listen, server.ingest_port()));
  std::fflush(stdout);  // whoever started us waits for these lines, and may have given us a pipe
}

void read_tokens_again(Server& server, const std::string& file) {
  try {
    server.reload_tokens();
    spdlog::info("token file {}: read again", file);
  } catch (const std::exception& error) {
    spdlog::error("{}; who had a token before still has it", error.what());
  }
}

// Lets a balancer see that the server is about to end, before it does.
void drain(Server& server, Millis time) {
  if (time <= Millis(0)) return;
  spdlog::info("draining: for {} ms /healthz and /readyz say that no more is to be sent here", time.count());
  server.drain();
  std::this_thread::sleep_for(time);
}

int serve(const ServeOptions& options) {
  const std::string& token_file = options.node.server.token_file;
  StopSignals signals;
  if (!token_file.empty()) signals.take_hangups();
  log_to_stderr(options.log_level);
  Node node(options.node);
  announce(node, options.node.server);
  signals.wait([&] { read_tokens_again(node.server(), token_file); });
  drain(node.server(), options.drain);
  spdlog::info("stopping: answering what is in flight, committing what is queued");
  return kExitDone;
}

void add_deliver_options(CLI::App& command, DeliverOptions& options) {
  command.add_option("--deliver", options.to, "Have Python workers run the updates, as jobs of RQ")
      ->type_name("rq:QUEUE:module.function");
  command
      .add_option(
          "--deliver-url", options.url,
          "The Redis server of these workers (default: that of --schedule, or the one on this machine)")
      ->type_name("redis://HOST…");
  command.add_option("--deliver-serializer", options.serializer, "What they read: pickle, or json")
      ->check(CLI::IsMember({"pickle", "json"}))
      ->capture_default_str();
  add_duration(command, "--deliver-timeout", options.delivery.timeout, "How long a job may run");
  add_duration(command, "--deliver-abandoned-after", options.delivery.abandoned_after,
               "When a job is run again whose worker says no more that it lives");
}

// Throws Error(invalid_input) for what can't be.
std::optional<rq::DeliveryOptions> delivery_of(const DeliverOptions& options, const std::string& schedule) {
  if (options.to.empty()) return std::nullopt;
  rq::DeliveryOptions delivery = options.delivery;
  rq::set_delivery(delivery, options.to);
  const bool of_schedule = options.url.empty() && schedule != "memory";
  const std::string url = of_schedule ? schedule : options.url;
  if (!url.empty()) delivery.redis = redis_options(url);
  delivery.serializer = options.serializer == "json" ? rq::Serializer::json : rq::Serializer::pickle;
  if (delivery.timeout < std::chrono::seconds(1) || delivery.abandoned_after < std::chrono::seconds(1))
    throw Error(ErrorKind::invalid_input, "deliver-timeout, deliver-abandoned-after: must be at least 1s");
  return delivery;
}

void add_options(CLI::App& command, ServeOptions& options) {
  NodeOptions& node = options.node;
  ServerOptions& server = node.server;
  command.add_option("--listen", server.listen, "Where to listen; beyond loopback only with --token-file")
      ->type_name("ADDR:PORT")
      ->capture_default_str();
  command
      .add_option("--store", node.store,
                  "The store: a file, or a PostgreSQL database for several nodes (default: "
                  "sqlite:~/.local/state/retally/retally.db)")
      ->type_name("sqlite:PATH|postgresql://…");
  command
      .add_option("--schedule", node.schedule, "The schedule: memory, or one on Redis for several processes")
      ->type_name("redis://HOST…")
      ->capture_default_str();
  add_duration(command, "--quiet", node.policy.quiet, "How long after a change its reports are renewed");
  add_duration(command, "--max-wait", node.policy.max_wait, "How long the first change may wait at most");
  command.add_option("--workers", node.workers.threads, "Threads that renew reports")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  add_duration(command, "--reconcile-every", node.reconcile_every,
               "How often to look for reports that are stale and wait nowhere");
  add_duration(command, "--forget-events-after", node.forget.after,
               "When to forget which events were counted, and refuse older ones (0s: never)");
  add_deliver_options(command, options.deliver);
  command.add_option("--token-file", server.token_file, "Who may use the API: see `retally token --help`")
      ->type_name("FILE");
  command
      .add_option("--ingest-listen", server.ingest_listen,
                  "A second listener that takes events and nothing else, without a token")
      ->type_name("ADDR:PORT");
  command
      .add_option("--ingest-from", server.ingest_from, "The networks that may use it; needed beyond loopback")
      ->type_name("CIDR,…")
      ->delimiter(',');
  add_duration(command, "--drain", options.drain,
               "How long to tell a balancer, when asked to end, before the listeners close");
  command.add_option("--log-level", options.log_level, "What to log, to stderr")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  command.add_option("--config", options.config, "A configuration file")->type_name("FILE.toml");
}

// One that nobody gave follows the other, so that either can be given alone.
void fit_window(const CLI::App& command, Policy& policy) {
  if (policy.quiet <= policy.max_wait) return;
  const bool quiet_given = command.get_option("--quiet")->count() > 0;
  const bool max_wait_given = command.get_option("--max-wait")->count() > 0;
  if (quiet_given && max_wait_given)
    throw Error(
        ErrorKind::invalid_input,
        fmt::format("serve: --quiet {} is longer than --max-wait {}: no change would ever wait so long",
                    format_duration(policy.quiet), format_duration(policy.max_wait)));
  (quiet_given ? policy.max_wait : policy.quiet) = quiet_given ? policy.quiet : policy.max_wait;
}

// Gives the options that the command line left unset their values.
void complete(CLI::App& command, ServeOptions& options) {
  const Environment environment = process_environment();
  fill_from_environment(options_of(command), environment);
  if (!options.config.empty()) fill_from_file(options_of(command, {"config"}), options.config);
  fit_window(command, options.node.policy);
  if (options.node.store.empty()) options.node.store = default_store_url(environment);
  options.node.deliver = delivery_of(options.deliver, options.node.schedule);
  if (options.node.reconcile_every <= Millis(0))
    throw Error(ErrorKind::invalid_input, "reconcile-every: must be more than 0s");
  // CVAT sends what it could not send when its network is back.
  if (const Millis after = options.node.forget.after; after > Millis(0) && after < std::chrono::days(1))
    throw Error(ErrorKind::invalid_input, "forget-events-after: must be 0s (never), or at least 1d");
}

}  // namespace

void add_serve(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("serve", "Run the server: take events, renew reports, answer");
  const auto options = std::make_shared<ServeOptions>();
  add_options(*command, *options);
  command->footer(kServeHelp);
  command->callback([command, options, &chosen] {
    chosen = [command, options] {
      complete(*command, *options);
      return serve(*options);
    };
  });
}

}  // namespace retally
