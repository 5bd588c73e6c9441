#include "redis/connections.h"

namespace retally::redis {

Connections::Borrowed::Borrowed(Connections& from, RedisAddress address)
    : from_(&from), address_(std::move(address)), connection_(from.take(address_)) {
  if (!connection_) {
    connection_ = std::make_unique<Connection>(address_, from.session_);
  }
}

Connections::Borrowed::~Borrowed() {
  if (connection_) {
    Idle closed;
    const std::scoped_lock lock(from_->mutex_);
    closed.swap(from_->idle_[address_]);
  }
}

void Connections::Borrowed::give_back() {
  std::unique_ptr<Connection> surplus = std::move(connection_);  // closed after the lock
  const std::scoped_lock lock(from_->mutex_);
  if (Idle& idle = from_->idle_[address_]; idle.size() < kMaxIdle) {
    idle.push_back(std::move(surplus));
  }
}

std::unique_ptr<Connection> Connections::take(const RedisAddress& address) {
  const std::scoped_lock lock(mutex_);
  Idle& idle = idle_[address];
  if (idle.empty()) {
    return nullptr;
  }
  std::unique_ptr<Connection> taken = std::move(idle.back());
  idle.pop_back();
  return taken;
}

}  // namespace retally::redis
