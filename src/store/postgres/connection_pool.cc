#include "store/postgres/connection_pool.h"

namespace retally::postgres {

namespace {

// As many as a busy node has threads that use the store at the same time; each is a process of the server.
constexpr std::size_t kMaxIdle = 16;

}  // namespace

std::unique_ptr<Connection> ConnectionPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return std::make_unique<Connection>(url_);
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection) noexcept {
  std::vector<std::unique_ptr<Connection>> closed;  // after the lock
  const std::lock_guard lock(mutex_);
  if (connection->is_lost()) {
    closed.swap(idle_);
  } else if (connection->is_idle() && idle_.size() < kMaxIdle) {
    if (idle_.capacity() == 0) idle_.reserve(kMaxIdle);
    idle_.push_back(std::move(connection));
  }
}

}  // namespace retally::postgres
