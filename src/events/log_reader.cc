#include <optional>

#include "events/csv_log.h"
#include "events/decoder.h"
#include "events/json_log.h"

namespace retally {

namespace {

// How far to look for the end of the first line, to tell the layout of JSON by it.
constexpr std::size_t kLayoutBytes = std::size_t{1} << 20U;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

struct LogReader::State {
  explicit State(ByteSource& source) : window(source) {}

  void open();
  void open_json(std::uint64_t line);

  Window window;
  JsonEventDecoder events;
  LogFormat format = LogFormat::ndjson;
  std::string header;
  std::unique_ptr<LogForm> log;  // none before open()
};

// Finds out the form by the first bytes, behind a byte order mark and white space.
void LogReader::State::open() {
  if (log) return;
  while (window.text().size() < kByteOrderMark.size() && window.fill()) {
  }
  if (window.text().starts_with(kByteOrderMark)) window.drop(kByteOrderMark.size());
  std::uint64_t line = 1;
  const bool empty = !window.skip_space(line);
  if (empty || window.text().front() == '{' || window.text().front() == '[') {
    open_json(line);
    return;
  }
  format = LogFormat::csv;
  auto csv = std::make_unique<CsvLog>(window, line);
  header = csv->header();
  log = std::move(csv);
}

void LogReader::State::open_json(std::uint64_t line) {
  window.line_end(kLayoutBytes);
  const JsonLayout layout = json_layout(window.text());
  const bool one_array = layout == JsonLayout::values && window.text().starts_with('[');
  format = one_array ? LogFormat::json_array : LogFormat::ndjson;
  log = std::make_unique<JsonLog>(
      window, events,
      JsonLog::Options{.layout = layout, .count_lines = layout == JsonLayout::lines, .first_line = line});
}

LogReader::LogReader(ByteSource& source) : state_(std::make_unique<State>(source)) {}
LogReader::~LogReader() = default;

LogFormat LogReader::format() {
  state_->open();
  return state_->format;
}

std::string_view LogReader::header() {
  state_->open();
  return state_->header;
}

bool LogReader::read(std::size_t bytes, EventSink& sink) {
  state_->open();
  const std::uint64_t until = state_->window.dropped() + bytes;
  while (state_->window.dropped() < until) {
    if (!state_->log->step(sink)) return false;
  }
  return true;
}

}  // namespace retally
