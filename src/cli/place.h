// Where a command finds what it works on: a running server, or a store of its own.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/http_client.h"
#include "cli/settings.h"

namespace retally {

inline constexpr auto kDefaultServer = "http://127.0.0.1:8460";

struct Place {
  enum class Kind { server, store } kind = Kind::server;
  std::string url;
};

// What --server, --store and --token say; empty: nothing.
struct PlaceOptions {
  std::string server;
  std::string store;
  std::string token;

  bool named() const { return !server.empty() || !store.empty(); }

  HttpClient client() const { return {server.empty() ? kDefaultServer : server, token}; }
};

// --server and --token, for commands that only a server can answer.
void add_server_options(CLI::App& command, PlaceOptions& options);
// The same and --store.
void add_place_options(CLI::App& command, PlaceOptions& options);

// Gives those of the options that the command line left unset the values of RETALLY_SERVER, RETALLY_STORE and
// RETALLY_TOKEN. One that was typed hides the other's variable.
void complete(PlaceOptions& options, const Environment& environment);

// The place that the options name; where they name none, the server at kDefaultServer if `answers` says that
// it does, else the default store. Throws Error(invalid_input) when they name both.
Place choose_place(const PlaceOptions& options, const Environment& environment,
                   const std::function<bool(const std::string& server)>& answers);
// Asks the network.
Place choose_place(const PlaceOptions& options);

}  // namespace retally
