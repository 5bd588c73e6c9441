// Tells whoever listens what happens on the schedule, in whichever process it happens.
//
// It is for people who watch. Nothing rests on it: nobody who publishes ever waits for it, what it cannot
// hand on in time is dropped, and that something was dropped is told by an event of the kind `reload`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>

#include "feed/feed_event.h"
#include "retally/redis_schedule.h"

namespace retally {

// Ends with this object. Its end waits for a call of the listener that is under way, and so must not come
// from within one.
class Subscription {
 public:
  Subscription() = default;
  explicit Subscription(std::function<void()> end) : end_(std::move(end)) {}
  Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    std::swap(end_, other.end_);
    return *this;
  }
  ~Subscription() {
    if (end_) end_();
  }

 private:
  std::function<void()> end_;
};

// Every function may be called from any thread.
class Feed {
 public:
  // Called from a thread of the feed, and at once for the first `reload`; one call at a time. Must be quick,
  // and must not call the feed.
  using Listener = std::function<void(std::span<const FeedEvent>)>;

  virtual ~Feed() = default;

  // Whether anybody listens, here or elsewhere. Who is about to publish may spare itself the work if not.
  virtual bool wanted() const noexcept = 0;

  // Hands the events on, in their order. Returns at once.
  virtual void publish(std::span<const FeedEvent> events) noexcept = 0;

  // The listener hears a `reload` first, as soon as the feed is connected, and then everything that is
  // published anywhere, each event once. Those of one process come in its order. Must end before the feed.
  [[nodiscard]] virtual Subscription subscribe(Listener listener) = 0;

  // How many events this process has published, and were not handed on.
  virtual std::uint64_t dropped() const = 0;
};

// Of one process.
std::unique_ptr<Feed> make_memory_feed();

// Of all processes that share a queue on Redis; docs/redis.md is its protocol. Connects by itself, and again
// after every failure. Throws Error(invalid_input) for options that name no server.
std::unique_ptr<Feed> make_redis_feed(const RedisOptions& options);

}  // namespace retally
