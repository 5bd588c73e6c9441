// Takes connections at an address, and hands them to the loops in turn.
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "http/address.h"
#include "http/connection.h"
#include "http/connection_count.h"
#include "http/loop.h"

namespace retally::http {

class Listener {
 public:
  // Listens when it returns, and takes connections since start(). The references must outlive it. Clients
  // outside `networks` are turned away; empty: none is. Throws Error(unavailable) when the address can't be
  // listened on.
  Listener(std::vector<std::unique_ptr<Loop>>& loops, const Endpoint& endpoint, std::vector<Network> networks,
           std::size_t max_connections, Dispatcher& dispatcher, MemoryBudget& memory,
           const ConnectionOptions& options);

  std::uint16_t port() const { return port_; }

  void start();

  // Takes no more connections. From any thread but a loop's.
  void stop();

  // Blocks until the last connection is gone.
  void wait_for_none() { count_->wait_for_none(); }

 private:
  void accept();
  void accept_when_free();
  void accept_later();
  void on_accepted(asio::ip::tcp::socket socket, Loop& loop);

  std::vector<std::unique_ptr<Loop>>& loops_;
  std::size_t next_loop_ = 0;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  std::vector<Network> networks_;
  Dispatcher& dispatcher_;
  MemoryBudget& memory_;
  ConnectionOptions options_;
  std::shared_ptr<ConnectionCount> count_;
};

}  // namespace retally::http
