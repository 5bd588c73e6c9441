#include "http/event_stream.h"

#include <utility>

#include "http/json.h"

namespace retally::http {

namespace {

// How long a browser waits before it opens a stream again that has ended: a server that restarts is back by
// then, and not met by all at once.
constexpr std::string_view kBegin = "retry: 2000\n\n";

Json to_json(const FeedEvent& event) {
  Json json{{"kind", name_of(event.kind)}};
  if (event.kind == FeedKind::reload) return json;
  json["target"] = event.target;
  json["at"] = json_time(event.at);
  switch (event.kind) {
    case FeedKind::pending:
      json["due"] = json_time(event.due);
      break;
    case FeedKind::requested:
      json["user"] = event.user.empty() ? Json(nullptr) : Json(event.user);
      break;
    case FeedKind::running:
      json["due"] = json_time(event.due);
      json["run"] = event.run == RunKind::request ? "request" : "update";
      json["user"] = event.user.empty() ? Json(nullptr) : Json(event.user);
      json["attempt"] = event.attempt;
      json["touches"] = event.touches;
      break;
    case FeedKind::failed:
      json["error"] = event.error;
      break;
    case FeedKind::reload:
    case FeedKind::renewed:
    case FeedKind::cancelled:
      break;
  }
  return json;
}

// JSON has no line ends of its own, so one line of data holds it.
std::string to_lines(const FeedEvent& event) {
  std::string text = "event: ";
  text.append(name_of(event.kind)).append("\ndata: ");
  return text.append(to_json(event).dump(-1, ' ', false, Json::error_handler_t::replace)).append("\n\n");
}

}  // namespace

EventStream::EventStream(EventStreams& all, EventFilter filter)
    : all_(all), filter_(std::move(filter)), unsent_(kBegin) {
  ++all_.open_;
}

EventStream::~EventStream() {
  --all_.open_;
}

void EventStream::start(std::function<void()> wake) {
  wake_ = std::move(wake);
  subscription_ = all_.feed_.subscribe([this](std::span<const FeedEvent> events) { hear(events); });
}

std::string EventStream::take() {
  const std::scoped_lock lock(mutex_);
  unsent_events_ = 0;
  return std::exchange(unsent_, {});
}

void EventStream::hear(std::span<const FeedEvent> events) {
  const std::scoped_lock lock(mutex_);
  const bool had_some = !unsent_.empty();
  for (const FeedEvent& event : events) {
    if (filter_.passes(event)) append(event);
  }
  if (!had_some && !unsent_.empty()) wake_();
}

void EventStream::append(const FeedEvent& event) {
  unsent_ += to_lines(event);
  ++unsent_events_;
  if (unsent_.size() <= kMaxUnsent) return;
  all_.skipped_ += unsent_events_;
  unsent_ = to_lines(FeedEvent{});
  unsent_events_ = 0;
}

}  // namespace retally::http
