// Those who listen to a feed in this process.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <span>

#include "feed/feed.h"

namespace retally {

// Every function may be called from any thread.
class Listeners {
 public:
  // Of a feed that always tells them everything.
  Listeners() : complete_(true) {}
  // Of one that listens elsewhere while there are any. `changed` is told when the first comes and the last
  // has gone: one call at a time, in their order, and it must not call back.
  explicit Listeners(std::function<void(bool any)> changed) : changed_(std::move(changed)) {}

  Subscription add(Feed::Listener listener);

  void tell(std::span<const FeedEvent> events);

  // Whether from now on all that is published is told, until the last has gone. Each time that begins,
  // everybody hears a `reload`; so does at once who comes while it lasts.
  void set_complete(bool complete);

  bool any() const noexcept { return count_.load(std::memory_order_relaxed) > 0; }

 private:
  void remove(std::list<Feed::Listener>::iterator listener);

  const std::function<void(bool any)> changed_;
  std::atomic<std::size_t> count_ = 0;
  std::mutex mutex_;  // guards all below
  std::list<Feed::Listener> listeners_;
  bool complete_ = false;
};

}  // namespace retally
