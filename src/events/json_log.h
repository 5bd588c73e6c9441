// A log in JSON: events and arrays of events, one a line or one after another.
//
// Two ways of reading, because a line's end means two things:
//   lines    each line stands for itself, an event or an array of events. What is wrong in one ends with it.
//   values   a line's end is white space: one large array, pretty-printed or not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/event_builder.h"
#include "events/json_event.h"
#include "events/json_scanner.h"
#include "events/log_form.h"
#include "events/window.h"

namespace retally {

// Decodes single events, and keeps the memory for it.
class JsonEventDecoder {
 public:
  void decode(std::string_view text, std::uint64_t line, EventSink& sink);

 private:
  JsonEventReader reader_;
  EventBuilder builder_;
  ColumnTexts row_;
  Event event_;
};

enum class JsonLayout { lines, values };

// How a log is laid out, by its first line: `text` begins with '{' or '[' and goes at least to the first
// line's end, if that is not too far to look for it.
JsonLayout json_layout(std::string_view text);

class JsonLog final : public LogForm {
 public:
  struct Options {
    JsonLayout layout = JsonLayout::lines;
    // What on_event is told: the number of the line, or else the place of the event among all of them.
    bool count_lines = false;
    // Throw Error(invalid_input) for values between which the way is lost, instead of telling the sink.
    bool strict = false;
    std::uint64_t first_line = 1;  // of what the window begins with
  };

  // Both must outlive the log.
  JsonLog(Window& window, JsonEventDecoder& decoder, Options options)
      : window_(window), decoder_(decoder), options_(options), line_(options.first_line) {}

  bool step(EventSink& sink) override;

 private:
  struct Piece;
  enum class State { between, in_array, behind_comma, behind_array };

  bool lines() const { return options_.layout == JsonLayout::lines; }
  Piece take_piece(JsonEnd end);
  Piece take_too_long(JsonScanner& scanner, std::size_t size);
  void step_value(EventSink& sink);
  void step_element(EventSink& sink);
  void step_behind_array(EventSink& sink);
  void decode(const Piece& piece, EventSink& sink);
  void broken(const char* reason, const Piece& piece, EventSink& sink);
  std::uint64_t place() const { return options_.count_lines ? line_ : events_; }

  Window& window_;
  JsonEventDecoder& decoder_;
  Options options_;
  std::uint64_t line_;
  std::uint64_t events_ = 0;
  State state_ = State::between;
  std::string beginning_;  // of an event that is too long
};

}  // namespace retally
