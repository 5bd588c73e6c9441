#include "redis/listener.h"

#include <condition_variable>
#include <utility>

#include "retally/error.h"

namespace retally::redis {

Listener::Listener(Connect connect, Hear hear)
    : connect_(std::move(connect)),
      hear_(std::move(hear)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Listener::~Listener() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  if (connection_) {
    connection_->interrupt();
  }
}

void Listener::run(const std::stop_token& stop) {
  constexpr Millis kPause = std::chrono::seconds(1);
  std::mutex mutex;
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    try {
      listen(stop);
    } catch (const Error&) {
      // Who calls the server hears of it. A listener must be able to miss things: see those who use it.
    }
    std::unique_lock lock(mutex);
    pause.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void Listener::listen(const std::stop_token& stop) {
  std::unique_ptr<Connection> made = connect_();
  Connection& connection = *made;
  {
    const std::scoped_lock lock(mutex_);
    connection_ = std::move(made);
    if (stop.stop_requested()) {
      return;
    }
  }
  hear_(connection, stop);
}

}  // namespace retally::redis
