// Which events a reader of the stream has asked for.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "feed/feed_event.h"
#include "http/query.h"

namespace retally::http {

class EventFilter {
 public:
  // `target` and `kind` of the query, each as often as it is given; none given: all. Throws
  // Error(invalid_input).
  explicit EventFilter(const Query& query);

  // A `reload` always passes: without it nobody would know what he has missed.
  bool passes(const FeedEvent& event) const;

 private:
  std::vector<std::string> targets_;  // empty: all
  std::bitset<kFeedKinds> kinds_;
};

}  // namespace retally::http
