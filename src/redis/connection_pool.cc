#include "redis/connection_pool.h"

namespace retally::redis {

std::unique_ptr<Connection> ConnectionPool::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> taken = std::move(idle_.back());
      idle_.pop_back();
      return taken;
    }
  }
  return std::make_unique<Connection>(address_);
}

void ConnectionPool::put_back(std::unique_ptr<Connection> connection) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < kMaxIdle) {
    idle_.push_back(std::move(connection));
  }
}

void ConnectionPool::clear() {
  std::vector<std::unique_ptr<Connection>> closed;
  const std::scoped_lock lock(mutex_);
  closed.swap(idle_);
}

}  // namespace retally::redis
