#include "rq/key_watcher.h"

#include <utility>

namespace retally::rq {
namespace {

constexpr const char* kChannel = "__redis__:invalidate";

// Of a message: "message", channel, keys. None of these: all keys may have changed.
std::vector<std::string> keys_in(const redis::Reply& message) {
  std::vector<std::string> keys;
  if (message->elements == 3 && message->element[2]->type == REDIS_REPLY_ARRAY) {
    const redisReply& list = *message->element[2];
    for (std::size_t i = 0; i < list.elements; ++i)
      keys.emplace_back(list.element[i]->str, list.element[i]->len);
  }
  return keys;
}

}  // namespace

KeyWatcher::KeyWatcher(Server& server, std::vector<std::string> prefixes, Changed changed)
    : server_(server),
      prefixes_(std::move(prefixes)),
      changed_(std::move(changed)),
      listener_(
          [this] { return server_.connect(); },
          [this](redis::Connection& connection, const std::stop_token& stop) { hear(connection, stop); }) {}

void KeyWatcher::hear(redis::Connection& connection, const std::stop_token& stop) {
  subscribe(connection);
  hears_ = true;
  changed_({});
  try {
    while (!stop.stop_requested()) changed_(keys_in(connection.receive()));
  } catch (...) {
    hears_ = false;
    throw;
  }
}

void KeyWatcher::subscribe(redis::Connection& connection) {
  const std::int64_t self =
      redis::ReplyReader(connection.ask(std::vector<std::string>{"CLIENT", "ID"})).integer();
  std::vector<std::string> track = {"CLIENT", "TRACKING", "ON", "REDIRECT", std::to_string(self), "BCAST"};
  for (const std::string& prefix : prefixes_) {
    track.insert(track.end(), {"PREFIX", prefix});
  }
  connection.ask(track);
  connection.ask(std::vector<std::string>{"SUBSCRIBE", kChannel});
}

}  // namespace retally::rq
