#include "http/event_filter.h"

#include <algorithm>

#include "http/resource_ref.h"
#include "retally/error.h"

namespace retally::http {

namespace {

FeedKind kind_in(std::string_view text) {
  if (const auto kind = feed_kind(text)) return *kind;
  throw Error(ErrorKind::invalid_input, "kind '" + std::string(text.substr(0, 50)) +
                                            "': expected pending, requested, running, renewed, failed, "
                                            "cancelled or reload");
}

}  // namespace

EventFilter::EventFilter(const Query& query) {
  for (const std::string_view target : query.all("target"))
    targets_.push_back(target_of(parse_target(target)));
  for (const std::string_view kind : query.all("kind")) kinds_.set(static_cast<std::size_t>(kind_in(kind)));
  if (kinds_.none()) kinds_.set();
  kinds_.set(static_cast<std::size_t>(FeedKind::reload));
}

bool EventFilter::passes(const FeedEvent& event) const {
  if (!kinds_.test(static_cast<std::size_t>(event.kind))) return false;
  return event.kind == FeedKind::reload || targets_.empty() ||
         std::ranges::find(targets_, event.target) != targets_.end();
}

}  // namespace retally::http
