#include "http/event_streams.h"

#include "http/event_stream.h"
#include "http/metric_family.h"
#include "retally/error.h"

namespace retally::http {

std::shared_ptr<Stream> EventStreams::open(EventFilter filter) {
  auto stream = std::make_shared<EventStream>(*this, std::move(filter));
  if (open_.load() > max_) {
    throw Error(ErrorKind::unavailable,
                "stream: " + std::to_string(max_) + " are open, and no more may be; close one, or try later");
  }
  return stream;
}

std::vector<prometheus::MetricFamily> EventStreams::metrics() const {
  return {
      gauge("retally_streams", "Streams of events that are open", static_cast<double>(open_.load())),
      counter("retally_stream_skipped_events_total", "Events that a reader who fell behind was not told",
              skipped_),
      counter("retally_stream_readers_cut_off_total", "Readers of a stream who took too little, too slowly",
              cut_off_),
      counter("retally_feed_dropped_events_total", "Events of this process that were told nobody",
              feed_.dropped()),
  };
}

}  // namespace retally::http
