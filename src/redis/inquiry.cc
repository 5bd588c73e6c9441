#include "redis/inquiry.h"

#include <exception>

#include "redis/connections.h"
#include "retally/error.h"

namespace retally::redis {

void Inquiry::make_sure(std::unique_lock<std::mutex>& lock, const std::function<bool()>& known,
                        const Ask& ask) {
  while (!known()) {
    if (asking_) {
      wait_for_another(lock);
    } else if (failure_ && now_() < rests_until_) {
      throw Error(ErrorKind::unavailable, *failure_);
    } else {
      ask_once(lock, ask);
    }
  }
}

void Inquiry::wait_for_another(std::unique_lock<std::mutex>& lock) {
  ended_.wait(lock, [&, before = rounds_] { return rounds_ != before; });
  if (failure_) {
    throw Error(ErrorKind::unavailable, *failure_);
  }
}

void Inquiry::ask_once(std::unique_lock<std::mutex>& lock, const Ask& ask) {
  asking_ = true;
  lock.unlock();
  const Time since = now_();
  try {
    const Learn learn = ask();
    lock.lock();
    learn();
  } catch (const std::exception& error) {
    if (!lock.owns_lock()) {
      lock.lock();
    }
    const Time now = now_();
    end(error.what(), now - since < Connections::kPatience ? now : now + (now - since));
    throw;
  }
  end(std::nullopt, {});
}

void Inquiry::end(std::optional<std::string> failure, Time rests_until) {
  asking_ = false;
  ++rounds_;
  failure_ = std::move(failure);
  rests_until_ = rests_until;
  ended_.notify_all();
}

}  // namespace retally::redis
