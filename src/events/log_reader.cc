#include <optional>

#include "events/csv_log.h"
#include "events/decoder.h"
#include "events/json_log.h"

namespace retally {

namespace {

// How far to look for the end of the first line, to tell the layout of JSON by it.
constexpr std::size_t kLayoutBytes = std::size_t{1} << 20U;

// How far to look for what tells the form, where the first line is bad and says nothing, or something wrong.
constexpr std::size_t kSampleBytes = std::size_t{256} << 10U;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool begins_json(std::string_view text) {
  return text.empty() || text.front() == '{' || text.front() == '[';
}

class EventCount final : public EventSink {
 public:
  void on_event(const Event& /*event*/, std::uint64_t /*line*/) override { ++good; }
  void on_bad(const BadEvent& /*bad*/, std::uint64_t /*line*/) override {}

  std::uint64_t good = 0;
};

}  // namespace

struct LogReader::State {
  State(ByteSource& source, std::optional<LogFormat> given_format) : window(source), given(given_format) {}

  void open();
  void open_csv(std::uint64_t line);
  void open_json(JsonLayout layout, std::uint64_t line);
  std::string_view sample();
  std::uint64_t good_events(std::string_view text, JsonLayout layout);
  std::optional<JsonLayout> find_json();

  Window window;
  JsonEventDecoder events;
  const std::optional<LogFormat> given;
  LogFormat format = LogFormat::ndjson;
  std::string header;
  bool counts_lines = true;
  std::unique_ptr<LogForm> log;  // none before open()
};

// Finds out the form by the first bytes, behind a byte order mark and white space.
void LogReader::State::open() {
  if (log) return;
  while (window.text().size() < kByteOrderMark.size() && window.fill()) {
  }
  if (window.text().starts_with(kByteOrderMark)) window.drop(kByteOrderMark.size());
  std::uint64_t line = 1;
  window.skip_space(line);
  if (given == LogFormat::csv) return open_csv(line);
  if (given == LogFormat::ndjson) return open_json(JsonLayout::lines, line);
  if (given == LogFormat::json_array) return open_json(JsonLayout::values, line);
  if (const std::optional<JsonLayout> layout = find_json()) return open_json(*layout, line);
  open_csv(line);
}

void LogReader::State::open_csv(std::uint64_t line) {
  format = LogFormat::csv;
  auto csv = std::make_unique<CsvLog>(window, line);
  header = csv->header();
  log = std::move(csv);
}

// Whole lines from the beginning of the log.
std::string_view LogReader::State::sample() {
  bool at_end = false;
  while (!at_end && window.text().size() < kSampleBytes) at_end = !window.fill();
  return at_end ? window.text() : window.text().substr(0, window.text().rfind('\n') + 1);
}

std::uint64_t LogReader::State::good_events(std::string_view text, JsonLayout layout) {
  Window part(text);
  JsonLog json(part, events, {.layout = layout});
  EventCount count;
  while (json.step(count)) {
  }
  return count.good;
}

// How the log is laid out, if it is JSON. Its first line tells, unless it is bad: one that is cut off behind
// a comma looks like the beginning of an event over several lines. So what gives more events wins over it.
std::optional<JsonLayout> LogReader::State::find_json() {
  const std::size_t first_end = window.line_end(kLayoutBytes);
  const std::string_view first_line = window.text().substr(0, first_end);
  if (good_events(first_line, JsonLayout::lines) > 0 && json_layout(window.text()) == JsonLayout::lines)
    return JsonLayout::lines;
  const std::string_view text = sample();
  const std::uint64_t as_lines = good_events(text, JsonLayout::lines);
  const std::uint64_t as_values = good_events(text, JsonLayout::values);
  if (as_lines != as_values) return as_lines > as_values ? JsonLayout::lines : JsonLayout::values;
  if (begins_json(window.text())) return json_layout(window.text());
  return as_lines > 0 ? std::optional(JsonLayout::lines) : std::nullopt;
}

void LogReader::State::open_json(JsonLayout layout, std::uint64_t line) {
  const bool one_array = layout == JsonLayout::values && window.text().starts_with('[');
  format = one_array ? LogFormat::json_array : LogFormat::ndjson;
  counts_lines = layout == JsonLayout::lines;
  log = std::make_unique<JsonLog>(
      window, events, JsonLog::Options{.layout = layout, .count_lines = counts_lines, .first_line = line});
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

bool LogReader::counts_lines() {
  state_->open();
  return state_->counts_lines;
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
