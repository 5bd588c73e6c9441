#include <fmt/format.h>

#include <algorithm>

#include "events/decoder.h"
#include "events/json_log.h"
#include "retally/error.h"

namespace retally {

namespace {

// The body from its first character on that is neither a byte order mark nor white space.
std::string_view without_front(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    throw Error(ErrorKind::invalid_input, "decode events: the body is empty; send a JSON array of events");
  }
  return body.substr(first);
}

}  // namespace

struct JsonDecoder::State {
  void decode(std::string_view body, const JsonLog::Options& options, EventSink& sink) {
    Window window(body);
    JsonLog log(window, events, options);
    while (log.step(sink)) {
    }
  }

  JsonEventDecoder events;
};

JsonDecoder::JsonDecoder() : state_(std::make_unique<State>()) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;

void JsonDecoder::decode(std::string_view body, EventSink& sink) {
  body = without_front(body);
  if (body.front() != '[' && body.front() != '{') {
    throw Error(
        ErrorKind::invalid_input,
        fmt::format(
            "decode events: the body is neither a JSON array of events nor one event, it begins with {}",
            quote(body)));
  }
  state_->decode(body, {.layout = json_layout(body), .strict = true}, sink);
}

void JsonDecoder::decode_lines(std::string_view body, EventSink& sink) {
  const std::string_view rest = without_front(body);
  const auto lines_before = std::ranges::count(body.substr(0, body.size() - rest.size()), '\n');
  state_->decode(rest,
                 {.layout = JsonLayout::lines,
                  .count_lines = true,
                  .first_line = 1 + static_cast<std::uint64_t>(lines_before)},
                 sink);
}

}  // namespace retally
