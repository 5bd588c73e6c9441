#include <fmt/format.h>

#include "events/decoder.h"
#include "events/json_log.h"
#include "retally/error.h"

namespace retally {

struct JsonDecoder::State {
  JsonEventDecoder events;
};

JsonDecoder::JsonDecoder() : state_(std::make_unique<State>()) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;

void JsonDecoder::decode(std::string_view body, EventSink& sink) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    throw Error(ErrorKind::invalid_input, "decode events: the body is empty; send a JSON array of events");
  }
  body.remove_prefix(first);
  if (body.front() != '[' && body.front() != '{') {
    throw Error(
        ErrorKind::invalid_input,
        fmt::format(
            "decode events: the body is neither a JSON array of events nor one event, it begins with {}",
            quote(body)));
  }
  Window window(body);
  JsonLog log(window, state_->events, {.layout = json_layout(body), .strict = true});
  while (log.step(sink)) {
  }
}

}  // namespace retally
