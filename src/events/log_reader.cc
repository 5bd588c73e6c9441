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
  State(ByteSource& source, std::optional<LogFormat> given_format) : window(source), given(given_format) {}

  void open();
  void open_csv(std::uint64_t line);
  void open_json(JsonLayout layout, std::uint64_t line);
  JsonLayout find_layout();

  Window window;
  JsonEventDecoder events;
  const std::optional<LogFormat> given;
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
  if (given == LogFormat::csv) return open_csv(line);
  if (given == LogFormat::ndjson) return open_json(JsonLayout::lines, line);
  if (given == LogFormat::json_array) return open_json(JsonLayout::values, line);
  if (empty || window.text().front() == '{' || window.text().front() == '[')
    return open_json(find_layout(), line);
  open_csv(line);
}

void LogReader::State::open_csv(std::uint64_t line) {
  format = LogFormat::csv;
  auto csv = std::make_unique<CsvLog>(window, line);
  header = csv->header();
  log = std::move(csv);
}

JsonLayout LogReader::State::find_layout() {
  window.line_end(kLayoutBytes);
  return json_layout(window.text());
}

void LogReader::State::open_json(JsonLayout layout, std::uint64_t line) {
  const bool one_array = layout == JsonLayout::values && window.text().starts_with('[');
  format = one_array ? LogFormat::json_array : LogFormat::ndjson;
  log = std::make_unique<JsonLog>(
      window, events,
      JsonLog::Options{.layout = layout, .count_lines = layout == JsonLayout::lines, .first_line = line});
}

LogReader::LogReader(ByteSource& source, std::optional<LogFormat> format)
    : state_(std::make_unique<State>(source, format)) {}
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
