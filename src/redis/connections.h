// Connections to any number of servers that wait to be used again: each is used by one thread at a time.
#pragma once

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
  // A connection that one thread uses, until it gives it back. One that is not given back is closed, and so
  // are the idle ones to that server: whatever broke it has most likely broken them as well.
  class Borrowed {
   public:
    Borrowed(Connections& from, RedisAddress address);
    ~Borrowed();
    Borrowed(Borrowed&&) = default;
    Borrowed& operator=(Borrowed&&) = delete;

    Connection* operator->() const { return connection_.get(); }
    void give_back();

   private:
    Connections* from_;
    RedisAddress address_;
    std::unique_ptr<Connection> connection_;
  };

  explicit Connections(Session session) : session_(std::move(session)) {}

  // An idle connection, or a new one. Throws Error(unavailable) where none can be made.
  Borrowed borrow(const RedisAddress& address) { return {*this, address}; }

  const Session& session() const { return session_; }

 private:
  // There are no more of them than threads that called at once; past this many they are closed.
  static constexpr std::size_t kMaxIdle = 64;

  using Idle = std::vector<std::unique_ptr<Connection>>;

  std::unique_ptr<Connection> take(const RedisAddress& address);

  const Session session_;
  std::mutex mutex_;  // guards idle_
  std::map<RedisAddress, Idle> idle_;
};

}  // namespace retally::redis
