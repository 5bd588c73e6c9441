#include "events/json_log.h"

#include <fmt/format.h>

#include "events/limits.h"
#include "retally/error.h"

namespace retally {

void JsonEventDecoder::decode(std::string_view text, std::uint64_t line, EventSink& sink) {
  Reason reason = reader_.read(text, row_);
  if (!reason) reason = builder_.build(row_, event_);
  if (reason) {
    sink.on_bad({std::move(*reason), text}, line);
  } else {
    event_.text = text;
    sink.on_event(event_, line);
  }
  if (text.size() > kGiantBytes) *this = {};
}

// Writers that break lines inside of a value do so behind '{', '[' or ','; some begin the lines of an array
// with the comma.
JsonLayout json_layout(std::string_view text) {
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return JsonLayout::values;
  const std::string_view line = trimmed(text.substr(0, newline));
  const char last = line.back();
  if (line.front() == '[') return last == ']' ? JsonLayout::lines : JsonLayout::values;
  return last == '{' || last == '[' || last == ',' ? JsonLayout::values : JsonLayout::lines;
}

// A part of the log that is to be decoded, and what ended it.
struct JsonLog::Piece {
  std::string_view text;  // without the space around it; of a piece that is too long its beginning
  std::size_t size = 0;   // what is to be dropped of the window
  char end = '\0';        // what follows; '\0' at the end of the log
  bool too_long = false;
};

bool JsonLog::step(EventSink& sink) {
  switch (state_) {
    case State::between:
      if (!window_.skip_space(line_)) return false;
      step_value(sink);
      break;
    case State::in_array:
    case State::behind_comma:
      step_element(sink);
      break;
    case State::behind_array:
      step_behind_array(sink);
      break;
  }
  return true;
}

JsonLog::Piece JsonLog::take_piece(JsonEnd end) {
  JsonScanner scanner(end);
  std::size_t seen = 0;
  while (true) {
    const std::string_view text = window_.text();
    const std::size_t size = scanner.find_end(text, seen);
    if (size != std::string_view::npos && size <= kMaxEventBytes) {
      return {trimmed(text.substr(0, size)), size, size < text.size() ? text[size] : '\0', false};
    }
    if (size != std::string_view::npos || text.size() > kMaxEventBytes) return take_too_long(scanner, size);
    seen = text.size();
    if (!window_.fill()) return {trimmed(window_.text()), window_.text().size(), '\0', false};
  }
}

// Drops the window as it goes. `size` is what the scanner has said of it.
JsonLog::Piece JsonLog::take_too_long(JsonScanner& scanner, std::size_t size) {
  beginning_ = trimmed(window_.text()).substr(0, kKeptBytes);
  while (size == std::string_view::npos) {
    window_.drop(window_.text().size());
    if (!window_.fill()) return {beginning_, 0, '\0', true};
    size = scanner.find_end(window_.text(), 0);
  }
  const std::string_view text = window_.text();
  return {beginning_, size, size < text.size() ? text[size] : '\0', true};
}

void JsonLog::step_value(EventSink& sink) {
  const char first = window_.text().front();
  if (first == '[') {
    window_.drop(1);
    state_ = State::in_array;
    return;
  }
  if (!lines() && first != '{') {
    const Piece piece = take_piece(JsonEnd::line);
    ++events_;
    broken("is neither an event nor an array of events", piece, sink);
    window_.drop(piece.size);
    return;
  }
  const Piece piece = take_piece(lines() ? JsonEnd::line : JsonEnd::bracket);
  ++events_;
  decode(piece, sink);
  window_.drop(piece.size);
}

void JsonLog::step_element(EventSink& sink) {
  const Piece piece = take_piece(lines() ? JsonEnd::separator_or_line : JsonEnd::separator);
  const bool separated = piece.end == ',' || piece.end == ']';
  const bool empty_array = piece.end == ']' && piece.text.empty() && state_ == State::in_array;
  if (!empty_array) ++events_;
  if (!separated) {
    broken("the array ends before its ']'", piece, sink);
  } else if (!empty_array) {
    decode(piece, sink);
  }
  window_.drop(piece.size + (separated ? 1 : 0));
  if (piece.end == ',') state_ = State::behind_comma;
  if (piece.end == ']') state_ = lines() ? State::behind_array : State::between;
  if (piece.end == '\0' || (piece.end == '\n' && lines())) state_ = State::between;
  if (piece.end == '\n' && !lines()) state_ = State::behind_comma;
}

void JsonLog::step_behind_array(EventSink& sink) {
  const Piece piece = take_piece(JsonEnd::line);
  if (!piece.text.empty()) {
    ++events_;
    broken("has something behind the array", piece, sink);
  }
  window_.drop(piece.size);
  state_ = State::between;
}

void JsonLog::decode(const Piece& piece, EventSink& sink) {
  if (piece.too_long) {
    sink.on_bad({fmt::format("is larger than {} bytes", kMaxEventBytes), piece.text}, place());
  } else {
    decoder_.decode(piece.text, place(), sink);
  }
}

void JsonLog::broken(const char* reason, const Piece& piece, EventSink& sink) {
  if (options_.strict && !lines()) {
    throw Error(ErrorKind::invalid_input, fmt::format("decode events: {}: {}", reason, quote(piece.text)));
  }
  sink.on_bad({reason, piece.text}, place());
}

}  // namespace retally
