#include "cli/place.h"

#include "cli/default_store.h"
#include "retally/error.h"

namespace retally {

void add_server_options(CLI::App& command, PlaceOptions& options) {
  command.add_option("--server", options.server, "The running server to ask (or RETALLY_SERVER)")
      ->type_name("URL")
      ->default_str(kDefaultServer);
  command.add_option("--token", options.token, "The token to show it; better in RETALLY_TOKEN")
      ->type_name("TOKEN");
}

void add_place_options(CLI::App& command, PlaceOptions& options) {
  add_server_options(command, options);
  command.get_option("--server")->default_str("");
  command
      .add_option("--store", options.store,
                  "The store to work on directly (or RETALLY_STORE); by default the server at " +
                      std::string(kDefaultServer) + " if it runs, else the store that it would have")
      ->type_name("sqlite:PATH|postgresql://…")
      ->excludes("--server");
}

void complete(PlaceOptions& options, const Environment& environment) {
  const auto value = [&](const char* name) {
    const char* found = environment(name);
    return std::string(found == nullptr ? "" : found);
  };
  if (options.server.empty() && options.store.empty()) {
    options.server = value("RETALLY_SERVER");
    options.store = value("RETALLY_STORE");
  }
  if (options.token.empty()) options.token = value("RETALLY_TOKEN");
}

Place choose_place(const PlaceOptions& options, const Environment& environment,
                   const std::function<bool(const std::string&)>& answers) {
  if (!options.server.empty() && !options.store.empty())
    throw Error(ErrorKind::invalid_input,
                "both RETALLY_SERVER and RETALLY_STORE are set: say --server or --store");
  if (!options.server.empty()) return {Place::Kind::server, options.server};
  if (!options.store.empty()) return {Place::Kind::store, options.store};
  if (answers(kDefaultServer)) return {Place::Kind::server, kDefaultServer};
  return {Place::Kind::store, default_store_url(environment)};
}

Place choose_place(const PlaceOptions& options) {
  // On loopback: refused at once when nobody listens, and a second is long for a server that is only busy.
  return choose_place(options, process_environment(), [](const std::string& server) {
    return server_answers(server, std::chrono::seconds(1));
  });
}

}  // namespace retally
