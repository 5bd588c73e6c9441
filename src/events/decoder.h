// Turns bytes into events.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "events/event.h"

namespace retally {

// Is told of each event in turn. `line` is the line of a file, or the place in a body, from 1.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(const Event& event, std::uint64_t line) = 0;
  virtual void on_bad(const BadEvent& bad, std::uint64_t line) = 0;
};

// Decodes one body of CVAT's log sender: a JSON array of events, or one event object, or one array or object
// a line. An event that is bad is told to the sink and costs no other event, wherever the JSON around it can
// still be followed. Keeps its buffers from body to body: use one per thread.
class JsonDecoder {
 public:
  JsonDecoder();
  ~JsonDecoder();
  JsonDecoder(JsonDecoder&&) noexcept;
  JsonDecoder& operator=(JsonDecoder&&) noexcept;

  // Throws Error(invalid_input) when the body is no JSON at all, or neither an array nor an object; the sink
  // may have been told of events by then, so whoever applies them waits for the return.
  void decode(std::string_view body, EventSink& sink);

  // The same for a body of which each line stands for itself: the sink is told lines, and one that is no JSON
  // is a bad event like any other. Throws Error(invalid_input) when the body is empty.
  void decode_lines(std::string_view body, EventSink& sink);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Decodes one body of CSV: a line with the names of the columns, then a record an event; the sink is told
// lines, of which the header is the first. Throws Error(invalid_input), before the sink is told of anything,
// when there is no such header with CVAT's 17 columns.
void decode_csv(std::string_view body, EventSink& sink);

// Where a log comes from: a file, a pipe, a gzipped one.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads up to `size` bytes; 0 at the end. Throws Error(unavailable) naming the file, or
  // Error(invalid_input) if what is packed in it is damaged.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
};

enum class LogFormat { csv, ndjson, json_array };

// Decodes a whole log from its source, whatever form it is in: CVAT's CSV export, one event a line, one array
// of events a line (what CVAT's sender posts), or one large array. The form is told by the content, unless it
// is given. Memory does not grow with the log.
//
// A line that is bad is told to the sink, and reading goes on with the next one. So may the first lines of
// JSON be, if events follow soon. Throws Error(invalid_input) when the content is none of these, or a CSV
// lacks one of CVAT's 17 columns; of what is given as ndjson every line is one, good or bad.
class LogReader {
 public:
  explicit LogReader(ByteSource& source, std::optional<LogFormat> format = std::nullopt);
  ~LogReader();

  // The form; reads the first bytes to find out.
  LogFormat format();

  // Of a CSV the header line, without its line end: a rejected line can be imported again under it. Else
  // empty.
  std::string_view header();

  // Whether the sink is told lines: of JSON in which a line's end is white space it is told the place of the
  // event among all of them, from 1.
  bool counts_lines();

  // Decodes about `bytes` bytes more. Returns false at the end of the log.
  bool read(std::size_t bytes, EventSink& sink);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace retally
