// The events of the feed as one reader gets them: server-sent events, as the WHATWG defines them.
//
//   retry: 2000
//
//   event: pending
//   data: {"kind":"pending","target":"project:7","at":"2024-06-12T12:00:00Z","due":"2024-06-12T12:15:00Z"}
//
// No event has an id: a stream that is opened again does not go on where the last one ended, but begins with
// a `reload`.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "feed/feed.h"
#include "http/event_filter.h"
#include "http/event_streams.h"
#include "http/stream.h"

namespace retally::http {

class EventStream final : public Stream {
 public:
  // What may wait for a reader: a burst of some 1,500 events. Past it all that waits gives way to one
  // `reload`.
  static constexpr std::size_t kMaxUnsent = 256u << 10;

  // Counts as open from now on.
  EventStream(EventStreams& all, EventFilter filter);
  ~EventStream() override;

  void start(std::function<void()> wake) override;
  std::string take() override;
  std::string_view heartbeat() const override { return ": nothing has happened\n\n"; }
  void on_cut_off() override { ++all_.cut_off_; }

 private:
  void hear(std::span<const FeedEvent> events);
  void append(const FeedEvent& event);

  EventStreams& all_;
  const EventFilter filter_;
  std::function<void()> wake_;  // set before the first event
  std::mutex mutex_;            // guards all below
  std::string unsent_;
  std::size_t unsent_events_ = 0;
  Subscription subscription_;  // ends first
};

}  // namespace retally::http
