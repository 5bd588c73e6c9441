#include "feed/event_queue.h"

#include <algorithm>
#include <new>
#include <utility>

namespace retally {

void EventQueue::push(std::span<const FeedEvent> events) noexcept {
  const std::scoped_lock lock(mutex_);
  const std::size_t before = events_.size();
  const std::size_t fits = std::min(events.size(), kMax - before);
  try {
    events_.insert(events_.end(), events.begin(), events.begin() + static_cast<std::ptrdiff_t>(fits));
  } catch (const std::bad_alloc&) {
    // Then those that were taken in are what fits.
  }
  const std::size_t lost = events.size() - (events_.size() - before);
  dropped_ += lost;
  gap_ = gap_ || lost > 0;
  something_.notify_one();
}

void EventQueue::gap() noexcept {
  lose({});
}

void EventQueue::lose(std::span<const FeedEvent> events) noexcept {
  const auto told = [](const FeedEvent& event) { return event.kind != FeedKind::reload; };
  const std::scoped_lock lock(mutex_);
  dropped_ += static_cast<std::uint64_t>(std::ranges::count_if(events, told));
  gap_ = true;
  something_.notify_one();
}

void EventQueue::wake() noexcept {
  const std::scoped_lock lock(mutex_);
  woken_ = true;
  something_.notify_one();
}

// The `reload` is the last: it speaks of all that came before it, and after the first event that found no
// room there was none for any other.
std::vector<FeedEvent> EventQueue::take(const std::stop_token& stop, Time until) {
  std::unique_lock lock(mutex_);
  something_.wait_until(lock, stop, until, [this] { return !events_.empty() || gap_ || woken_; });
  woken_ = false;
  if (std::exchange(gap_, false)) events_.emplace_back();
  return std::exchange(events_, {});
}

std::uint64_t EventQueue::dropped() const {
  const std::scoped_lock lock(mutex_);
  return dropped_;
}

}  // namespace retally
