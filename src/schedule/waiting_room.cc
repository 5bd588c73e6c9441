#include "schedule/waiting_room.h"

#include <algorithm>

namespace retally {
namespace {

// Whoever leaves the lead, for whatever reason, calls one other.
class Lead {
 public:
  Lead(std::unique_lock<std::mutex>& lock, bool& leading, std::condition_variable& followers)
      : lock_(lock), leading_(leading), followers_(followers) {
    leading_ = true;
  }
  Lead(const Lead&) = delete;
  Lead& operator=(const Lead&) = delete;
  ~Lead() {
    if (!lock_.owns_lock()) {
      lock_.lock();
    }
    leading_ = false;
    followers_.notify_one();
  }

 private:
  std::unique_lock<std::mutex>& lock_;
  bool& leading_;
  std::condition_variable& followers_;
};

}  // namespace

bool WaitingRoom::wait(std::stop_token stop, const Ask& ask) {
  // Before the lock, so that it goes after it: its end waits for a call that wants the mutex.
  const std::stop_callback wake_all(stop, [this] {
    const std::scoped_lock lock(mutex_);
    leader_.notify_all();
    followers_.notify_all();
  });
  std::unique_lock lock(mutex_);
  followers_.wait(lock, [&] { return !leading_ || stop.stop_requested(); });
  if (leading_) {
    followers_.notify_one();
    return false;
  }
  const Lead lead(lock, leading_, followers_);
  while (!stop.stop_requested()) {
    next_ = SteadyTime::max();
    lock.unlock();
    // From before the question, so that the time it takes is not slept as well.
    const SteadyTime asked = clock_.steady();
    const std::optional<Left> left = ask();
    lock.lock();
    if (left && *left <= Left(0)) {
      break;
    }
    if (!stop.stop_requested()) {
      sleep(lock, asked, left);
    }
  }
  return !stop.stop_requested();
}

// `next_` may be nearer than the answer: by what this process has made sure of since the question was put.
void WaitingRoom::sleep(std::unique_lock<std::mutex>& lock, SteadyTime asked, std::optional<Left> left) {
  next_ = std::min(next_, asked + std::min(left.value_or(longest_), Left(longest_)));
  clock_.wait_until(leader_, lock, next_);
}

void WaitingRoom::expect(Left left) {
  const std::scoped_lock lock(mutex_);
  if (!leading_) {
    return;
  }
  const SteadyTime event = clock_.steady() + left;
  if (event < next_) {
    next_ = event;
    leader_.notify_one();
  }
}

}  // namespace retally
