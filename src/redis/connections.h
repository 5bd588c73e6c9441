// Connections to any number of servers that wait to be used again: each is used by one thread at a time.
//
// A server that kept a caller waiting in vain is left alone for as long again: who calls meanwhile fails at
// once. So threads that have other things to do than to touch spend half of their time on them, however dead
// the network is.
#pragma once

#include <chrono>

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "redis/connection.h"

namespace retally::redis {

// Every function may be called from any thread.
class Connections {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // What is shorter is no waiting: a server that refuses connections is asked again at once.
  static constexpr Millis kPatience{100};

  // A connection that one thread uses, until it gives it back. One that is not given back is closed, and so
  // are the idle ones to that server: whatever broke it has most likely broken them as well.
  class Borrowed {
   public:
    Borrowed(Connections& from, RedisAddress address);
    ~Borrowed();
    Borrowed(Borrowed&&) = default;
    Borrowed& operator=(Borrowed&&) = delete;

    Connection* operator->() const { return connection_.get(); }
    // It is waited for from now on; until now it has answered.
    void begin_wait() { since_ = std::chrono::steady_clock::now(); }
    void give_back();
    // It has failed, just now.
    void drop();

   private:
    Connections* from_;
    RedisAddress address_;
    Time since_ = std::chrono::steady_clock::now();
    std::unique_ptr<Connection> connection_;
  };

  explicit Connections(Session session) : session_(std::move(session)) {}

  // An idle connection that is still open, or a new one. Throws Error(unavailable) where none can be made.
  Borrowed borrow(const RedisAddress& address) { return {*this, address}; }

  const Session& session() const { return session_; }

 private:
  // There are no more of them than threads that called at once; past this many they are closed.
  static constexpr std::size_t kMaxIdle = 64;

  using Idle = std::vector<std::unique_ptr<Connection>>;
  struct Server {
    Idle idle{};
    Time rests_until{};
  };

  std::unique_ptr<Connection> take(const RedisAddress& address);
  void failed(const RedisAddress& address, Time since);

  const Session session_;
  std::mutex mutex_;  // guards servers_
  std::map<RedisAddress, Server> servers_;
};

}  // namespace retally::redis
