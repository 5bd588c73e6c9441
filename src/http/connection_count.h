// How many connections a listener has: it must know when to take no more, and when the last is gone.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace retally::http {

class ConnectionCount : public std::enable_shared_from_this<ConnectionCount> {
 public:
  explicit ConnectionCount(std::size_t max) : max_(max) {}

  // A place among the connections, given back at its end. Any thread may end it.
  class Slot {
   public:
    explicit Slot(std::shared_ptr<ConnectionCount> count) : count_(std::move(count)) { count_->enter(); }
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&&) = delete;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() {
      if (count_) count_->leave();
    }

   private:
    std::shared_ptr<ConnectionCount> count_;
  };

  // Whether another one may come. If not, `when_free` is called once, by whoever ends the next one.
  bool has_room(std::function<void()> when_free) {
    const std::lock_guard lock(mutex_);
    if (count_ < max_) return true;
    when_free_ = std::move(when_free);
    return false;
  }

  // Blocks until there is none. Nobody is told of free places any more.
  void wait_for_none() {
    std::unique_lock lock(mutex_);
    when_free_ = nullptr;
    none_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  void enter() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --count_;
    if (when_free_) std::exchange(when_free_, nullptr)();
    if (count_ == 0) none_.notify_all();
  }

  const std::size_t max_;
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;            // guarded by mutex_
  std::function<void()> when_free_;  // guarded by mutex_
};

}  // namespace retally::http
