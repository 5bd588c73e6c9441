// A connection that has subscribed is used by the thread that waits for its messages, and by nobody else. So
// what is heard changes by a new connection: the old one is interrupted, and the thread subscribes again to
// what is wanted by then.
#include "feed/redis_subscriber.h"

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "retally/error.h"

namespace retally {

RedisSubscriber::RedisSubscriber(RedisChannel& channel, Ears ears)
    : channel_(channel),
      ears_(std::move(ears)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

RedisSubscriber::~RedisSubscriber() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  if (connection_) connection_->interrupt();
}

void RedisSubscriber::hear_events(bool wanted) {
  const std::scoped_lock lock(mutex_);
  events_wanted_ = wanted;
  again_ = true;
  changed_.notify_all();
  if (connection_) connection_->interrupt();
}

void RedisSubscriber::run(const std::stop_token& stop) {
  constexpr Millis kPause = std::chrono::seconds(1);  // a server that is away is left alone for so long
  while (!stop.stop_requested()) {
    try {
      hear(stop);
    } catch (const std::exception&) {
      // What is missed meanwhile is told by the `reload` of the next begin.
    }
    ears_.ended();
    std::unique_lock lock(mutex_);
    connection_.reset();
    changed_.wait_for(lock, stop, kPause, [this] { return again_; });
  }
}

void RedisSubscriber::hear(const std::stop_token& stop) {
  RedisChannel::Link link = channel_.connect(Millis(0));  // a silent channel is no failure
  redis::Connection& connection = *link.connection;
  bool to_events = false;
  {
    const std::scoped_lock lock(mutex_);
    if (stop.stop_requested()) return;
    connection_ = std::move(link.connection);
    to_events = events_wanted_;
    again_ = false;
  }
  try {
    subscribe(connection, to_events);
    ears_.begun(to_events);
    while (!stop.stop_requested()) {
      redis::ReplyReader message(connection.receive());  // "message", channel, content
      message.text();
      const auto& heard = message.text() == channel_.events() ? ears_.events : ears_.audience;
      heard(message.text());
    }
  } catch (const Error&) {
    const std::scoped_lock lock(mutex_);
    if (!again_) channel_.doubt(link.server);
  }
}

void RedisSubscriber::subscribe(redis::Connection& connection, bool to_events) {
  std::vector<std::string> command = {"SUBSCRIBE", channel_.audience()};
  if (to_events) command.push_back(channel_.events());
  connection.send(command);
  for (std::size_t i = 1; i < command.size(); ++i) redis::ReplyReader(connection.receive()).text();
}

}  // namespace retally
