#include "redis/listener.h"

#include <exception>
#include <utility>

#include "schedule/pause.h"

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

void Listener::restart() {
  const std::scoped_lock lock(mutex_);
  again_ = true;
  restarted_.notify_one();
  if (connection_) {
    connection_->interrupt();
  }
}

void Listener::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      listen(stop);
    } catch (const std::exception&) {
      // Who calls the server hears of it. A listener must be able to miss things: see those who use it.
    }
    std::unique_lock lock(mutex_);
    connection_.reset();
    restarted_.wait_for(lock, stop, kPause, [this] { return again_; });
  }
}

// A restart that is asked for while it connects comes after that.
void Listener::listen(const std::stop_token& stop) {
  {
    const std::scoped_lock lock(mutex_);
    again_ = false;
  }
  std::unique_ptr<Connection> made = connect_();
  made->wait_for_ever();  // a silent channel is no failure
  Connection& connection = *made;
  {
    const std::scoped_lock lock(mutex_);
    if (stop.stop_requested() || again_) {
      return;
    }
    connection_ = std::move(made);
  }
  hear_(connection, stop);
}

}  // namespace retally::redis
