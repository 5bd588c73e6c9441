#include "http/server.h"

#include <algorithm>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <optional>
#include <utility>

#include "http/access.h"
#include "http/address.h"
#include "http/context.h"
#include "http/dispatcher.h"
#include "http/listener.h"
#include "http/loop.h"
#include "http/routes.h"
#include "http/token_book.h"
#include "http/tokens.h"
#include "retally/error.h"

namespace retally {

namespace {

using namespace http;

// Threads for what may wait. A local store writes one after another anyway. Of another process as many
// answers may be waited for at once; the next ones wait for these, and events for none of them.
constexpr std::size_t kLocalAside = 1;
constexpr std::size_t kRemoteAside = 8;

// Bodies of full size that may be in memory at once.
constexpr std::size_t kFullBodies = 4;

std::shared_ptr<TokenBook> open_book(const std::string& token_file) {
  return token_file.empty() ? nullptr : std::make_shared<TokenBook>(Tokens::load(token_file));
}

Access api_access(const Endpoint& endpoint, std::shared_ptr<const TokenBook> tokens) {
  if (tokens) return Access::by_token(std::move(tokens));
  if (!endpoint.address.loopback()) {
    throw Error(ErrorKind::invalid_input,
                "listen on " + endpoint.host +
                    ": beyond loopback everybody must show a token; give a token file (make one with "
                    "'retally token create'), or listen on 127.0.0.1");
  }
  return Access::on_loopback(endpoint.host);
}

std::vector<Network> ingest_networks(const Endpoint& endpoint, const std::vector<std::string>& from) {
  std::vector<Network> networks;
  networks.reserve(from.size());
  for (const std::string& text : from) networks.push_back(Network::parse(text));
  if (networks.empty() && !endpoint.address.loopback()) {
    throw Error(ErrorKind::invalid_input,
                "listen for events on " + endpoint.host +
                    ": beyond loopback the networks that may send events must be named, such as 10.0.0.0/8");
  }
  return networks;
}

std::vector<std::unique_ptr<Loop>> make_loops(std::size_t threads) {
  std::vector<std::unique_ptr<Loop>> loops;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, threads); ++i)
    loops.push_back(std::make_unique<Loop>());
  return loops;
}

}  // namespace

struct Server::State {
  State(const Services& given, const ServerOptions& options)
      : services(given),
        context{services, options.max_body_bytes, options.max_streams},
        token_file(options.token_file),
        tokens(open_book(options.token_file)),
        memory(kFullBodies * options.max_body_bytes),
        connection_options{.limits = {options.max_header_bytes, options.max_body_bytes},
                           .read_timeout = options.read_timeout,
                           .idle_timeout = options.idle_timeout,
                           .heartbeat = options.heartbeat},
        aside(services.remote ? kRemoteAside : kLocalAside) {
    const Endpoint endpoint = Endpoint::parse(options.listen);
    Access access = api_access(endpoint, tokens);
    std::optional<Endpoint> ingest_endpoint;
    std::vector<Network> networks;
    if (options.ingest_listen.empty() && !options.ingest_from.empty()) {
      throw Error(
          ErrorKind::invalid_input,
          "ingest-from: there is no listener for events that it could be for; give ingest-listen, too");
    }
    if (!options.ingest_listen.empty()) {
      ingest_endpoint = Endpoint::parse(options.ingest_listen);
      networks = ingest_networks(*ingest_endpoint, options.ingest_from);
    }
    // Everything is checked: now it begins.
    loops = make_loops(options.threads);
    api = add_listener(endpoint, {}, api_routes(), std::move(access), options);
    if (ingest_endpoint)
      ingest =
          add_listener(*ingest_endpoint, std::move(networks), ingest_routes(), Access::for_events(), options);
    for (const auto& listener : listeners) listener->start();
  }

  // Answers are given through the loops, which so must run until the last connection is gone.
  ~State() {
    for (const auto& listener : listeners) listener->stop();
    for (const auto& loop : loops) loop->stop();
    for (const auto& listener : listeners) listener->wait_for_none();
    for (const auto& loop : loops) loop->join();
  }

  Listener* add_listener(const Endpoint& endpoint, std::vector<Network> networks,
                         std::span<const Route> routes, Access access, const ServerOptions& options) {
    const auto run_aside = [this](std::function<void()> work) { asio::post(aside, std::move(work)); };
    dispatchers.push_back(
        std::make_unique<Dispatcher>(context, routes, std::move(access), services.metrics, run_aside));
    listeners.push_back(std::make_unique<Listener>(loops, endpoint, std::move(networks),
                                                   options.max_connections, *dispatchers.back(), memory,
                                                   connection_options));
    return listeners.back().get();
  }

  Services services;
  Context context;
  const std::string token_file;
  const std::shared_ptr<TokenBook> tokens;  // none: no token is asked for
  MemoryBudget memory;
  ConnectionOptions connection_options;
  asio::thread_pool aside;
  std::vector<std::unique_ptr<Dispatcher>> dispatchers;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<Listener>> listeners;
  Listener* api = nullptr;
  Listener* ingest = nullptr;
};

Server::Server(const Services& services, const ServerOptions& options)
    : state_(std::make_unique<State>(services, options)) {}

Server::~Server() = default;

void Server::reload_tokens() {
  if (state_->tokens) state_->tokens->replace(Tokens::load(state_->token_file));
}

void Server::drain() {
  state_->context.draining = true;
}

std::uint16_t Server::port() const {
  return state_->api->port();
}

std::uint16_t Server::ingest_port() const {
  return state_->ingest == nullptr ? 0 : state_->ingest->port();
}

}  // namespace retally
