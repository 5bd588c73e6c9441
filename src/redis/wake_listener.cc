#include "redis/wake_listener.h"

#include <utility>

namespace retally::redis {

WakeListener::WakeListener(Queue& queue, std::function<void()> heard)
    : queue_(queue),
      heard_(std::move(heard)),
      listener_([this] { return std::make_unique<Connection>(queue_.publisher(), queue_.session()); },
                [this](Connection& connection, const std::stop_token& stop) { hear(connection, stop); }) {}

void WakeListener::hear(Connection& connection, const std::stop_token& stop) {
  std::vector<std::string> subscribe = queue_.channels();
  std::size_t confirmations = subscribe.size();
  subscribe.insert(subscribe.begin(), "SUBSCRIBE");
  connection.send(subscribe);
  while (!stop.stop_requested()) {
    connection.receive();
    if (confirmations > 0) {
      --confirmations;
    } else {
      heard_();
    }
  }
}

}  // namespace retally::redis
