#include "store/sqlite/connection_pool.h"

namespace retally::sqlite {

namespace {

// As many as a busy server has threads that read at the same time; each costs up to 2 MB of page cache.
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
  auto connection = std::make_unique<Connection>(path_, options_);
  connection->script("PRAGMA query_only = ON");
  return connection;
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection) noexcept {
  // A reader whose first read failed leaves its transaction open: it ends as the connection is closed.
  if (connection->in_transaction()) return;
  const std::lock_guard lock(mutex_);
  if (idle_.capacity() == 0) idle_.reserve(kMaxIdle);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

}  // namespace retally::sqlite
