#include "http/json.h"

#include "report/text.h"

namespace retally::http {

Response json_response(int status, const Json& body) {
  // Names come from outside: what is no UTF-8 is shown as U+FFFD rather than refused.
  return text_response(status, "application/json", body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Response error_response(int status, std::string_view detail) {
  return json_response(status, {{"detail", detail}});
}

Response error_response(const Error& error) {
  Response response = error_response(status_of(error.kind()), error.what());
  // A commit takes milliseconds: what is full or away now may be well in a second.
  if (error.kind() == ErrorKind::unavailable) response.headers.add("Retry-After", "1");
  return response;
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input:
      return 400;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::unavailable:
      break;
  }
  return 503;
}

std::string to_text(TimePoint time) {
  std::string text;
  append_time(text, time);
  return text;
}

Json json_time(TimePoint time) {
  return time == TimePoint{} ? Json(nullptr) : Json(to_text(time));
}

Json json_id(std::int64_t id) {
  return id == 0 ? Json(nullptr) : Json(id);
}

Json json_targets(std::span<const ResourceId> resources) {
  Json targets = Json::array();
  for (const ResourceId id : resources) targets.push_back(target_of(id));
  return targets;
}

namespace {

// nlohmann-json writes by recursion, and error messages show what was read: a million '[' must not end the
// stack. No body of ours is deeper than 2, nor is a job as CVAT tells it deeper than 5.
constexpr int kMaxDepth = 32;

}  // namespace

JsonInput parse_object(std::string_view body) {
  const auto depth_guard = [](int depth, JsonInput::parse_event_t event, JsonInput&) {
    const bool opens =
        event == JsonInput::parse_event_t::object_start || event == JsonInput::parse_event_t::array_start;
    if (opens && depth > kMaxDepth)
      throw Error(ErrorKind::invalid_input, "body: nested too deeply; expected a JSON object");
    return true;
  };
  JsonInput json = JsonInput::parse(body, depth_guard, false);
  if (!json.is_object()) throw Error(ErrorKind::invalid_input, "body: expected a JSON object");
  return json;
}

}  // namespace retally::http
