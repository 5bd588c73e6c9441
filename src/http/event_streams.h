// The streams of events that are open, and what is counted of them.
#pragma once

#include <prometheus/metric_family.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "feed/feed.h"
#include "http/event_filter.h"
#include "http/stream.h"

namespace retally::http {

// Every function may be called from any thread.
class EventStreams {
 public:
  // At most `max` are open at once. `feed` must outlive it, and it the streams.
  EventStreams(Feed& feed, std::size_t max) : feed_(feed), max_(max) {}

  // Throws Error(unavailable) if there are as many as there may be.
  std::shared_ptr<Stream> open(EventFilter filter);

  std::vector<prometheus::MetricFamily> metrics() const;

 private:
  friend class EventStream;

  Feed& feed_;
  const std::size_t max_;
  std::atomic<std::size_t> open_ = 0;
  std::atomic<std::uint64_t> skipped_ = 0;  // events that a slow reader was not told
  std::atomic<std::uint64_t> cut_off_ = 0;  // readers
};

}  // namespace retally::http
