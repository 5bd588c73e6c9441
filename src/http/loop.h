// One thread and the connections that live in it. A connection never leaves its loop, so nothing in it needs
// a lock.
#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <thread>
#include <unordered_set>

namespace retally::http {

class Connection;

class Loop {
 public:
  Loop();
  // Ends the thread; see join().
  ~Loop();

  asio::io_context& context() { return context_; }

  // In the loop's own thread:
  void add(Connection& connection);
  void remove(Connection& connection) { connections_.erase(&connection); }
  bool stopping() const { return stopping_; }

  // From any thread: ends the connections, each after the answer it is at; later ones end at once.
  void stop();

  // Ends the thread, after all that it has been given to do. Its connections must be gone.
  void join();

 private:
  void run();
  void watch();

  asio::io_context context_{1};  // one thread runs it
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer timer_;
  bool watching_ = false;
  bool stopping_ = false;
  std::unordered_set<Connection*> connections_;
  std::jthread thread_;
};

}  // namespace retally::http
