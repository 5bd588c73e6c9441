#include "http/listener.h"

#include <spdlog/spdlog.h>

#include <asio/post.hpp>
#include <chrono>
#include <future>
#include <string>
#include <utility>

#include "retally/error.h"

namespace retally::http {

namespace {

using asio::ip::tcp;

// When the process has no file descriptor left: until then another connection may have ended.
constexpr std::chrono::milliseconds kPause{100};

// "fe80::1%eth0" -> "fe80::1": a network has no interface.
std::string text_of(const asio::ip::address& address) {
  const std::string text = address.to_string();
  return text.substr(0, text.find('%'));
}

}  // namespace

Listener::Listener(std::vector<std::unique_ptr<Loop>>& loops, const Endpoint& endpoint,
                   std::vector<Network> networks, std::size_t max_connections, Dispatcher& dispatcher,
                   MemoryBudget& memory, const ConnectionOptions& options)
    : loops_(loops),
      acceptor_(loops.front()->context()),
      pause_(loops.front()->context()),
      networks_(std::move(networks)),
      dispatcher_(dispatcher),
      memory_(memory),
      options_(options),
      count_(std::make_shared<ConnectionCount>(max_connections)) {
  try {
    const tcp::endpoint where(asio::ip::make_address(endpoint.host), endpoint.port);
    acceptor_.open(where.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(where);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  } catch (const asio::system_error& error) {
    throw Error(ErrorKind::unavailable, "listen on " + endpoint.host + " port " +
                                            std::to_string(endpoint.port) + ": " + error.code().message() +
                                            "; is another server there?");
  }
}

void Listener::start() {
  asio::post(acceptor_.get_executor(), [this] { accept_when_free(); });
}

void Listener::stop() {
  std::promise<void> stopped;
  asio::post(acceptor_.get_executor(), [this, &stopped] {
    asio::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    stopped.set_value();
  });
  stopped.get_future().wait();
}

void Listener::accept_when_free() {
  const auto when_free = [this] { asio::post(acceptor_.get_executor(), [this] { accept_when_free(); }); };
  if (acceptor_.is_open() && count_->has_room(when_free)) accept();
}

void Listener::accept() {
  Loop& loop = *loops_[next_loop_++ % loops_.size()];
  acceptor_.async_accept(loop.context(), [this, &loop](const asio::error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) return accept_later();
    try {
      on_accepted(std::move(socket), loop);
    } catch (const std::exception& failure) {
      spdlog::warn("http: a connection: {}", failure.what());
    }
    accept_when_free();
  });
}

void Listener::accept_later() {
  pause_.expires_after(kPause);
  pause_.async_wait([this](const asio::error_code& cancelled) {
    if (!cancelled) accept_when_free();
  });
}

void Listener::on_accepted(tcp::socket socket, Loop& loop) {
  const std::string peer = text_of(socket.remote_endpoint().address());
  if (!networks_.empty() && !any_contains(networks_, Address::parse(peer))) {
    spdlog::warn("http: {} is outside the networks that may send events; turned away", peer);
    return;
  }
  socket.set_option(tcp::no_delay(true));
  auto connection = std::make_shared<Connection>(ConnectionCount::Slot(count_), std::move(socket), peer, loop,
                                                 dispatcher_, memory_, options_);
  asio::post(loop.context(), [connection = std::move(connection)] { connection->start(); });
}

}  // namespace retally::http
