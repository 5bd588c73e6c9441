// Waking without losing anybody. A waiter holds its own mutex M and then takes the clock's C, never the other
// way round, so advance() may not hold C while it takes M; and between the two the waiter may leave and take
// M and its condition with it. Therefore advance() pins, under C, the waiters that it is about to wake, and a
// waiter that is leaving lets go of M and stays until it is no longer pinned.
//
// advance() takes M before it notifies: a waiter that has seen the old time holds M until it sleeps, so it is
// asleep, not about to be, when the notification comes.
#include "retally/manual_clock.h"

#include <utility>

namespace retally {

struct ManualClock::Waiter {
  std::condition_variable& condition;
  std::mutex& mutex;
  bool pinned = false;
};

TimePoint ManualClock::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

SteadyTime ManualClock::steady() const {
  const std::scoped_lock lock(mutex_);
  return steady_;
}

void ManualClock::wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                             SteadyTime until) {
  Waiter self{condition, *lock.mutex()};
  {
    const std::scoped_lock clock_lock(mutex_);
    if (steady_ >= until) {
      return;
    }
    waiters_.push_back(&self);
  }
  changed_.notify_all();
  condition.wait(lock);
  lock.unlock();
  {
    std::unique_lock clock_lock(mutex_);
    changed_.wait(clock_lock, [&] { return !self.pinned; });
    std::erase(waiters_, &self);
  }
  lock.lock();
}

void ManualClock::advance(Millis by) {
  std::unique_lock lock(mutex_);
  now_ += by;
  steady_ += by;
  const std::vector<Waiter*> woken = std::exchange(waiters_, {});
  for (Waiter* waiter : woken) {
    waiter->pinned = true;
  }
  lock.unlock();
  for (Waiter* waiter : woken) {
    const std::scoped_lock asleep(waiter->mutex);
    waiter->condition.notify_all();
  }
  lock.lock();
  for (Waiter* waiter : woken) {
    waiter->pinned = false;
  }
  changed_.notify_all();
}

void ManualClock::set(TimePoint to) {
  const std::scoped_lock lock(mutex_);
  now_ = to;
}

void ManualClock::await_waiters(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiters_.size() >= count; });
}

}  // namespace retally
