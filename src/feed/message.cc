#include "feed/message.h"

#include <nlohmann/json.hpp>

namespace retally {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t to_ms(TimePoint time) {
  return time.time_since_epoch().count();
}

TimePoint time_in(const Json& json, const char* name) {
  return TimePoint(Millis(json.value(name, std::int64_t{0})));
}

Json to_json(const FeedEvent& event) {
  Json json{{"kind", name_of(event.kind)}};
  if (!event.target.empty()) json["target"] = event.target;
  if (event.at != TimePoint{}) json["at"] = to_ms(event.at);
  if (event.due != TimePoint{}) json["due"] = to_ms(event.due);
  if (event.run == RunKind::request) json["run"] = "request";
  if (!event.user.empty()) json["user"] = event.user;
  if (event.attempt != 0) json["attempt"] = event.attempt;
  if (event.touches != 0) json["touches"] = event.touches;
  if (!event.error.empty()) json["error"] = event.error;
  return json;
}

FeedEvent from_json(FeedKind kind, const Json& json) {
  return {.kind = kind,
          .target = json.value("target", ""),
          .at = time_in(json, "at"),
          .due = time_in(json, "due"),
          .run = json.value("run", "") == "request" ? RunKind::request : RunKind::update,
          .user = json.value("user", ""),
          .attempt = json.value("attempt", 0),
          .touches = json.value("touches", std::uint64_t{0}),
          .error = json.value("error", "")};
}

}  // namespace

std::string to_message(std::span<const FeedEvent> events) {
  Json json = Json::array();
  for (const FeedEvent& event : events) json.push_back(to_json(event));
  // A target may be any bytes: what is no UTF-8 is shown as U+FFFD.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<FeedEvent> from_message(std::string_view message) {
  std::vector<FeedEvent> events;
  try {
    for (const Json& json : Json::parse(message)) {
      if (const auto kind = feed_kind(json.at("kind").get<std::string>()))
        events.push_back(from_json(*kind, json));
    }
  } catch (const Json::exception&) {
    events.emplace_back();
  }
  return events;
}

}  // namespace retally
