// What a listener has heard, for a test to wait on.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "feed/feed.h"

namespace retally {

class Heard {
 public:
  using Events = std::vector<FeedEvent>;

  explicit Heard(Feed& feed) : subscription_(feed.subscribe([this](auto events) { hear(events); })) {}

  // All but the reloads.
  Events events() const {
    const std::scoped_lock lock(mutex_);
    return events_;
  }
  std::size_t reloads() const {
    const std::scoped_lock lock(mutex_);
    return reloads_;
  }

  // Blocks until so many events, or reloads, have come. False if they never do.
  bool wait_for_events(std::size_t count) {
    return wait([&] { return events_.size() >= count; });
  }
  bool wait_for_reloads(std::size_t count) {
    return wait([&] { return reloads_ >= count; });
  }
  // Until this one has.
  bool wait_for(const FeedEvent& event) {
    return wait([&] { return std::ranges::find(events_, event) != events_.end(); });
  }

 private:
  void hear(std::span<const FeedEvent> events) {
    const std::scoped_lock lock(mutex_);
    for (const FeedEvent& event : events) {
      if (event.kind == FeedKind::reload) {
        ++reloads_;
      } else {
        events_.push_back(event);
      }
    }
    more_.notify_all();
  }

  // Only what hangs ever takes as long as this.
  bool wait(const std::function<bool()>& condition) {
    std::unique_lock lock(mutex_);
    return more_.wait_for(lock, std::chrono::minutes(2), condition);
  }

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable more_;
  Events events_;
  std::size_t reloads_ = 0;
  Subscription subscription_;  // ends first
};

inline FeedEvent renewed(const std::string& target) {
  return {.kind = FeedKind::renewed, .target = target, .at = TimePoint(Millis(1'718'193'600'000))};
}

inline void publish(Feed& feed, const FeedEvent& event) {
  feed.publish({&event, 1});
}

}  // namespace retally
