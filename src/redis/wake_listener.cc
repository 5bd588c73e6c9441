#include "redis/wake_listener.h"

#include <utility>

namespace retally::redis {

WakeListener::WakeListener(Queue& queue, std::function<void()> heard)
    : queue_(queue),
      heard_(std::move(heard)),
      listener_([this] { return connect(); },
                [this](Connection& connection, const std::stop_token& stop) { hear(connection, stop); }) {}

std::unique_ptr<Connection> WakeListener::connect() {
  Session session = queue_.session();
  session.command_timeout = Millis(0);  // a silent channel is no failure
  return std::make_unique<Connection>(queue_.publisher(), session);
}

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
