// Connections that wait to be used again: each is used by one thread at a time.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "redis/connection.h"

namespace retally::redis {

// Every function may be called from any thread.
class ConnectionPool {
 public:
  explicit ConnectionPool(Address address) : address_(std::move(address)) {}

  // Calls `use` with a connection, a new one if none is idle, and returns what it returns. If it throws, that
  // connection is closed, and so are the idle ones: whatever broke it has most likely broken them as well.
  // The next call connects again. Throws Error(unavailable) where that is not possible.
  template <typename Use>
  auto with(Use use) {
    std::unique_ptr<Connection> connection = take();
    try {
      auto result = use(*connection);
      put_back(std::move(connection));
      return result;
    } catch (...) {
      clear();
      throw;
    }
  }

  const Address& address() const { return address_; }

 private:
  // There are no more of them than threads that called at once; past this many they are closed.
  static constexpr std::size_t kMaxIdle = 64;

  std::unique_ptr<Connection> take();
  void put_back(std::unique_ptr<Connection> connection);
  void clear();

  const Address address_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace retally::redis
