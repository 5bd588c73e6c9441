#include "cli/log_sections.h"

#include <algorithm>
#include <cstring>

#include "cli/rejects_file.h"

namespace retally {

bool LogSections::fill() {
  if (source_ended_) return false;
  buffer_.erase(0, position_);
  position_ = 0;
  constexpr std::size_t kStep = 64 << 10;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kStep);
  const std::size_t got = source_.read(buffer_.data() + held, kStep);
  buffer_.resize(held + got);
  source_ended_ = got == 0;
  return got > 0;
}

// Whether a line of ours begins here, with enough of it buffered to tell which.
bool LogSections::at_mark() {
  while (buffered().size() < kLogMark.size() && fill()) {
  }
  return line_start_ && buffered().starts_with(kRejectsMark);
}

std::string LogSections::take_own_line() {
  std::string line;
  for (bool ended = false; !ended && (!buffered().empty() || fill());) {
    const std::size_t end = buffered().find('\n');
    line += buffered().substr(0, end);
    ended = end != std::string_view::npos;
    position_ = ended ? position_ + end + 1 : buffer_.size();
  }
  if (line.ends_with('\r')) line.pop_back();  // an editor's
  ++line_;
  return line;
}

// `told` is what its line says of a log.
void LogSections::begin_log(std::string_view told) {
  format_.reset();
  if (told.starts_with(kCsvForm)) format_ = LogFormat::csv;
  if (told.starts_with(kNdjsonForm)) format_ = LogFormat::ndjson;
  if (format_) told.remove_prefix(format_ == LogFormat::csv ? kCsvForm.size() : kNdjsonForm.size());
  name_ = told;
}

bool LogSections::next() {
  if (state_ == State::start) {
    state_ = at_mark() ? State::between_logs : State::plain;
    return state_ == State::plain || next();
  }
  for (char skipped[4096]; state_ == State::in_log && read(skipped, sizeof skipped) > 0;) {
  }
  if (state_ != State::between_logs) return false;
  while (at_mark()) {
    const std::string line = take_own_line();
    if (line.starts_with(kLogMark)) begin_log(std::string_view(line).substr(kLogMark.size()));
  }
  lines_before_ = line_;
  state_ = buffered().empty() ? State::end : State::in_log;
  return state_ == State::in_log;
}

std::size_t LogSections::read(char* buffer, std::size_t size) {
  if (size == 0 || (state_ != State::plain && state_ != State::in_log)) return 0;
  if (state_ == State::plain) return buffered().empty() ? source_.read(buffer, size) : take(buffer, size);
  if (at_mark()) {
    if (buffered().starts_with(kLogMark)) {
      state_ = State::between_logs;
      return 0;
    }
    take_own_line();
    *buffer = '\n';
    return 1;
  }
  if (buffered().empty() && !fill()) {
    state_ = State::end;
    return 0;
  }
  const std::size_t line_end = buffered().find('\n');
  const std::size_t got =
      take(buffer, std::min(size, line_end == std::string_view::npos ? size : line_end + 1));
  line_start_ = buffer[got - 1] == '\n';
  line_ += line_start_ ? 1 : 0;
  return got;
}

std::size_t LogSections::take(char* buffer, std::size_t size) {
  const std::size_t got = std::min(size, buffered().size());
  std::memcpy(buffer, buffered().data(), got);
  position_ += got;
  return got;
}

}  // namespace retally
