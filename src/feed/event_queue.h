// Events on their way from those who publish to the thread that hands them on.
//
// Bounded: a thread that falls behind makes nobody wait. What finds no room is dropped and counted, and what
// is taken next ends with a `reload`.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

#include "feed/feed_event.h"

namespace retally {

// Every function may be called from any thread.
class EventQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // More than a person could look at, and some 3 MB.
  static constexpr std::size_t kMax = 16'384;

  // Takes what fits.
  void push(std::span<const FeedEvent> events) noexcept;

  // Something was missed, for whatever reason: what is taken next ends with a `reload`.
  void gap() noexcept;
  // The same of events that were taken, and could not be handed on.
  void lose(std::span<const FeedEvent> events) noexcept;

  // Ends a take() that waits.
  void wake() noexcept;

  // All that there is, in its order. Blocks until there is something, `until` has come, wake() was called or
  // `stop` is requested; then it may be nothing.
  std::vector<FeedEvent> take(const std::stop_token& stop, Time until);

  std::uint64_t dropped() const;

 private:
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable_any something_;
  std::vector<FeedEvent> events_;
  std::uint64_t dropped_ = 0;
  bool gap_ = false;
  bool woken_ = false;
};

}  // namespace retally
