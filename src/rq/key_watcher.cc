#include "rq/key_watcher.h"

#include <condition_variable>
#include <utility>

#include "retally/error.h"

namespace retally::rq {
namespace {

constexpr const char* kChannel = "__redis__:invalidate";

}  // namespace

KeyWatcher::KeyWatcher(Server& server, std::vector<std::string> prefixes, Changed changed)
    : server_(server),
      prefixes_(std::move(prefixes)),
      changed_(std::move(changed)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

KeyWatcher::~KeyWatcher() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  if (connection_) {
    connection_->interrupt();
  }
}

void KeyWatcher::run(const std::stop_token& stop) {
  constexpr Millis kUntilAgain = std::chrono::seconds(1);  // a server that is away is left alone for so long
  std::mutex mutex;
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    try {
      hear(stop);
    } catch (const Error&) {
      // Who calls the server hears of it. Until it is back nothing is heard, and hears() says so.
    }
    hears_ = false;
    std::unique_lock lock(mutex);
    pause.wait_for(lock, stop, kUntilAgain, [] { return false; });
  }
}

void KeyWatcher::hear(const std::stop_token& stop) {
  std::unique_ptr<redis::Connection> made = server_.connect_to_listen();
  redis::Connection& connection = *made;
  {
    const std::scoped_lock lock(mutex_);
    connection_ = std::move(made);
    if (stop.stop_requested()) {
      return;
    }
  }
  subscribe(connection);
  hears_ = true;
  changed_({});
  while (!stop.stop_requested()) {
    redis::Reply message = connection.receive();  // "message", channel, keys; no keys: all of them
    std::vector<std::string> keys;
    if (message->elements == 3 && message->element[2]->type == REDIS_REPLY_ARRAY) {
      const redisReply& list = *message->element[2];
      for (std::size_t i = 0; i < list.elements; ++i) {
        keys.emplace_back(list.element[i]->str, list.element[i]->len);
      }
    }
    changed_(keys);
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
