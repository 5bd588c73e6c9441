#include "events/csv_log.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "events/limits.h"
#include "retally/error.h"

namespace retally {

namespace {

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

CsvLog::CsvLog(Window& window, std::uint64_t first_line) : window_(window), line_(first_line) {
  read_header();
}

// Sets outcome_ for what the window begins with; false at the end of the log. It is only partial if it is too
// long.
bool CsvLog::next_record() {
  bool at_end = false;
  while (true) {
    outcome_ = record_.parse(window_.text(), at_end);
    if (outcome_ != CsvRecord::Outcome::partial || window_.text().size() > kMaxEventBytes) break;
    // Each time twice as much, for a record is parsed anew from its beginning.
    const std::size_t enough = 2 * window_.text().size();
    do {
      at_end = !window_.fill();
    } while (!at_end && window_.text().size() < enough);
    if (at_end && window_.text().empty()) return false;
  }
  return true;
}

void CsvLog::read_header() {
  if (!next_record() || outcome_ != CsvRecord::Outcome::complete) {
    const std::size_t end = window_.line_end(kKeptBytes);
    throw Error(ErrorKind::invalid_input,
                fmt::format("read the log: its first line {} is neither JSON nor the header of a CSV",
                            quote(window_.text().substr(0, end))));
  }
  header_ = record_.text();
  for (const std::string_view name : record_.fields()) {
    const auto column = column_named(name);
    if (column && std::find(columns_.begin(), columns_.end(), column) != columns_.end()) {
      throw Error(ErrorKind::invalid_input,
                  fmt::format("read the log: its CSV header has the column '{}' twice", name));
    }
    columns_.push_back(column);
  }
  if (const std::string missing = missing_columns(); !missing.empty()) {
    throw Error(
        ErrorKind::invalid_input,
        fmt::format("read the log: it is neither JSON nor a CSV with all of CVAT's columns; its first "
                    "line lacks {}: {}",
                    missing, quote(header_)));
  }
  line_ += record_.newlines() + 1;
  window_.drop(record_.size());
}

// Without one of them every event would differ from the same one in another log, and count again.
std::string CsvLog::missing_columns() const {
  std::string missing;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) continue;
    if (!missing.empty()) missing += ", ";
    missing += name_of(column);
  }
  return missing;
}

bool CsvLog::step(EventSink& sink) {
  if (!next_record()) return false;
  if (outcome_ == CsvRecord::Outcome::complete) {
    take_record(sink);
  } else {
    reject_line(sink);
  }
  return true;
}

void CsvLog::take_record(EventSink& sink) {
  std::string_view text = record_.text();
  if (!text.empty()) {
    if (Reason reason = build()) {
      if (text.size() > kMaxEventBytes) text = text.substr(0, kKeptBytes);
      sink.on_bad({std::move(*reason), text}, line_);
    } else {
      event_.text = text;
      sink.on_event(event_, line_);
    }
  }
  line_ += record_.newlines() + 1;
  window_.drop(record_.size());
  if (record_.size() > kGiantBytes) {
    record_ = {};
    builder_ = {};
  }
}

Reason CsvLog::build() {
  const std::string_view text = record_.text();
  const auto& fields = record_.fields();
  if (text.size() > kMaxEventBytes) return fmt::format("is larger than {} bytes", kMaxEventBytes);
  if (fields.size() != columns_.size()) {
    return fmt::format("has {} values, and the header {} columns", fields.size(), columns_.size());
  }
  if (!simdjson::validate_utf8(text)) return "is not valid UTF-8";
  if (text.find('\0') != std::string_view::npos) return "has a NUL character";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (columns_[i]) row_[*columns_[i]] = fields[i];
  }
  return builder_.build(row_, event_);
}

void CsvLog::reject_line(EventSink& sink) {
  const std::string reason = outcome_ == CsvRecord::Outcome::bad
                                 ? record_.reason()
                                 : fmt::format("is larger than {} bytes", kMaxEventBytes);
  const std::size_t end = window_.line_end(kMaxEventBytes);
  const std::string_view line = window_.text().substr(0, end);
  sink.on_bad({reason, end == std::string_view::npos ? line.substr(0, kKeptBytes) : without_return(line)},
              line_);
  window_.drop_line();
  record_ = {};  // it may have looked as far as an event can be long
  ++line_;
}

}  // namespace retally
