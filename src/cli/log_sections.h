// A log file as one log or, if it is a file of rejects, as the logs that it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/decoder.h"

namespace retally {

// Use: while (sections.next()) read sections as a ByteSource to its end. Memory does not grow with the file.
class LogSections final : public ByteSource {
 public:
  explicit LogSections(ByteSource& source) : source_(source) {}

  // Goes to the next log. False at the end. What was not read of the last one is skipped.
  bool next();

  // Of the current log, without our own lines: each is an empty line instead, so that line numbers stay true.
  std::size_t read(char* buffer, std::size_t size) override;

  // The name of the log that the current one was rejected from; empty when this is no file of rejects.
  const std::string& name() const { return name_; }

  // Its form, if the file of rejects says so.
  std::optional<LogFormat> format() const { return format_; }

  // Lines of the file before the current log.
  std::uint64_t lines_before() const { return lines_before_; }

 private:
  enum class State { start, plain, in_log, between_logs, end };

  std::string_view buffered() const { return std::string_view(buffer_).substr(position_); }
  bool fill();
  bool at_mark();
  std::string take_own_line();
  void begin_log(std::string_view told);
  std::size_t take(char* buffer, std::size_t size);

  ByteSource& source_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool source_ended_ = false;
  State state_ = State::start;
  bool line_start_ = true;
  std::uint64_t line_ = 0;  // complete lines taken so far
  std::uint64_t lines_before_ = 0;
  std::string name_;
  std::optional<LogFormat> format_;
};

}  // namespace retally
