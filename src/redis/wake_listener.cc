#include "redis/wake_listener.h"

#include <condition_variable>
#include <utility>

#include "retally/error.h"

namespace retally::redis {

WakeListener::WakeListener(Queue& queue, std::function<void()> heard)
    : queue_(queue),
      heard_(std::move(heard)),
      thread_([this](const std::stop_token& stop) { listen(stop); }) {}

WakeListener::~WakeListener() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  if (connection_) {
    connection_->interrupt();
  }
}

void WakeListener::listen(const std::stop_token& stop) {
  constexpr Millis kPause = std::chrono::seconds(1);
  std::mutex mutex;
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    try {
      connect_and_listen(stop);
    } catch (const Error&) {
      // Nothing is lost: see above. Who calls the schedule hears of it.
    }
    std::unique_lock lock(mutex);
    pause.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void WakeListener::connect_and_listen(const std::stop_token& stop) {
  Session session = queue_.session();
  session.command_timeout = Millis(0);  // a silent channel is no failure
  auto made = std::make_unique<Connection>(queue_.publisher(), session);
  Connection& connection = *made;
  {
    const std::scoped_lock lock(mutex_);
    connection_ = std::move(made);
    if (stop.stop_requested()) {
      return;
    }
  }
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
