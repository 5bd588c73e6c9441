#include "http/loop.h"

#include <spdlog/spdlog.h>

#include <asio/post.hpp>
#include <chrono>
#include <exception>
#include <vector>

#include "http/connection.h"

namespace retally::http {

namespace {

// How often deadlines are looked at, while there are connections: a timer for each would cost more than all
// the lateness is worth.
constexpr std::chrono::milliseconds kWatch{250};

}  // namespace

Loop::Loop() : work_(asio::make_work_guard(context_)), timer_(context_), thread_([this] { run(); }) {}

Loop::~Loop() {
  join();
}

void Loop::join() {
  if (!thread_.joinable()) return;
  asio::post(context_, [this] { timer_.cancel(); });
  work_.reset();
  thread_.join();
}

void Loop::run() {
  while (true) {
    try {
      context_.run();
      return;
    } catch (const std::exception& error) {
      // Connections keep theirs to themselves; whatever this is, the others go on.
      spdlog::error("http: {}", error.what());
    }
  }
}

void Loop::add(Connection& connection) {
  connections_.insert(&connection);
  if (!watching_) watch();
}

void Loop::watch() {
  watching_ = !connections_.empty();
  if (!watching_) return;
  timer_.expires_after(kWatch);
  timer_.async_wait([this](const asio::error_code& error) {
    if (error) return;
    const auto now = std::chrono::steady_clock::now();
    const std::vector<Connection*> all(connections_.begin(), connections_.end());
    for (Connection* const connection : all) connection->check_deadline(now);
    watch();
  });
}

void Loop::stop() {
  asio::post(context_, [this] {
    stopping_ = true;
    const std::vector<Connection*> all(connections_.begin(), connections_.end());
    for (Connection* const connection : all) connection->stop();
  });
}

}  // namespace retally::http
