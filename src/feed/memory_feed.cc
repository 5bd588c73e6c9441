// The feed of one process: a queue, and a thread that tells the listeners.
#include <thread>
#include <vector>

#include "feed/event_queue.h"
#include "feed/feed.h"
#include "feed/listeners.h"

namespace retally {
namespace {

class MemoryFeed final : public Feed {
 public:
  bool wanted() const noexcept override { return listeners_.any(); }
  void publish(std::span<const FeedEvent> events) noexcept override {
    if (wanted()) queue_.push(events);
  }
  Subscription subscribe(Listener listener) override { return listeners_.add(std::move(listener)); }
  std::uint64_t dropped() const override { return queue_.dropped(); }

 private:
  void hand_on(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const std::vector<FeedEvent> events = queue_.take(stop, EventQueue::Time::max());
      if (!events.empty()) listeners_.tell(events);
    }
  }

  Listeners listeners_;
  EventQueue queue_;
  std::jthread thread_{[this](const std::stop_token& stop) { hand_on(stop); }};
};

}  // namespace

std::unique_ptr<Feed> make_memory_feed() {
  return std::make_unique<MemoryFeed>();
}

}  // namespace retally
