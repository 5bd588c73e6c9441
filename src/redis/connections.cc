#include "redis/connections.h"

#include "retally/error.h"

namespace retally::redis {

using Steady = std::chrono::steady_clock;

Connections::Borrowed::Borrowed(Connections& from, RedisAddress address)
    : from_(&from), address_(std::move(address)), connection_(from.take(address_)) {
  if (connection_) {
    return;
  }
  try {
    connection_ = std::make_unique<Connection>(address_, from.session_);
  } catch (...) {
    from.failed(address_, since_);
    throw;
  }
}

Connections::Borrowed::~Borrowed() {
  if (connection_) {
    from_->failed(address_, since_);
  }
}

void Connections::Borrowed::give_back() {
  std::unique_ptr<Connection> surplus = std::move(connection_);  // closed after the lock
  const std::scoped_lock lock(from_->mutex_);
  Server& server = from_->servers_[address_];
  server.rests_until = {};
  if (server.idle.size() < kMaxIdle) {
    server.idle.push_back(std::move(surplus));
  }
}

void Connections::Borrowed::drop() {
  from_->failed(address_, since_);
  connection_.reset();
}

void Connections::failed(const RedisAddress& address, Time since) {
  Idle closed;
  const Time now = Steady::now();
  const std::scoped_lock lock(mutex_);
  Server& server = servers_[address];
  closed.swap(server.idle);
  if (now - since >= kPatience) {
    server.rests_until = now + (now - since);
  }
}

std::unique_ptr<Connection> Connections::take(const RedisAddress& address) {
  Idle closed;  // after the lock
  const std::scoped_lock lock(mutex_);
  Server& server = servers_[address];
  if (Steady::now() < server.rests_until) {
    throw Error(ErrorKind::unavailable,
                "redis at " + address.name() + ": did not answer a moment ago, and is asked again soon");
  }
  while (!server.idle.empty()) {
    std::unique_ptr<Connection> taken = std::move(server.idle.back());
    server.idle.pop_back();
    if (taken->is_open()) {
      return taken;
    }
    closed.push_back(std::move(taken));
  }
  return nullptr;
}

}  // namespace retally::redis
