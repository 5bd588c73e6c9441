// A connection that has subscribed is used by the thread that waits for its messages, and by nobody else. So
// what is heard changes by a new connection: the listener begins anew, and subscribes to what is wanted by
// then.
#include "feed/redis_subscriber.h"

#include <string>
#include <utility>
#include <vector>

namespace retally {

RedisSubscriber::RedisSubscriber(RedisChannel& channel, Ears ears)
    : channel_(channel),
      ears_(std::move(ears)),
      listener_(
          [this] { return connect(); },
          [this](redis::Connection& connection, const std::stop_token& stop) { hear(connection, stop); }) {}

void RedisSubscriber::hear_events(bool wanted) {
  events_wanted_ = wanted;
  listener_.restart();
}

std::unique_ptr<redis::Connection> RedisSubscriber::connect() {
  RedisChannel::Link link = channel_.connect();
  server_ = std::move(link.server);
  return std::move(link.connection);
}

// What is missed after its end is told by the `reload` of the next begin.
void RedisSubscriber::hear(redis::Connection& connection, const std::stop_token& stop) {
  const bool to_events = events_wanted_;
  try {
    subscribe(connection, to_events);
    ears_.begun(to_events);
    while (!stop.stop_requested()) receive(connection);
    ears_.ended();
  } catch (...) {
    ears_.ended();
    if (to_events == events_wanted_) channel_.doubt(server_);  // else it was interrupted
    throw;
  }
}

void RedisSubscriber::subscribe(redis::Connection& connection, bool to_events) {
  std::vector<std::string> command = {"SUBSCRIBE", channel_.audience()};
  if (to_events) command.push_back(channel_.events());
  connection.send(command);
  for (std::size_t i = 1; i < command.size(); ++i) redis::ReplyReader(connection.receive()).text();
}

void RedisSubscriber::receive(redis::Connection& connection) {
  redis::ReplyReader message(connection.receive());  // "message", channel, content
  message.text();
  const auto& heard = message.text() == channel_.events() ? ears_.events : ears_.audience;
  heard(message.text());
}

}  // namespace retally
