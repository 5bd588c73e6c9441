// A feed whose listeners are told before publish() returns: for tests of what publishes and what listens.
#pragma once

#include "feed/feed.h"
#include "feed/listeners.h"

namespace retally {

class DirectFeed final : public Feed {
 public:
  bool wanted() const noexcept override { return listeners_.any(); }
  void publish(std::span<const FeedEvent> events) noexcept override { listeners_.tell(events); }
  Subscription subscribe(Listener listener) override { return listeners_.add(std::move(listener)); }
  std::uint64_t dropped() const override { return 0; }

 private:
  Listeners listeners_;
};

}  // namespace retally
