#include "cli/rejects_file.h"

#include <fmt/format.h>

#include <utility>

#include "retally/error.h"

namespace retally {
namespace {

// Names and reasons quote what came from outside: a line break in them must not begin a record.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& letter : line) {
    if (letter == '\n' || letter == '\r') letter = ' ';
  }
  return line;
}

}  // namespace

void RejectsFile::begin_log(RejectedLog log) {
  const std::scoped_lock lock(mutex_);
  log_ = std::move(log);
}

void RejectsFile::add(std::uint64_t number, std::string_view reason, std::string_view record) {
  const std::scoped_lock lock(mutex_);
  write(log_, number, reason, record);
}

void RejectsFile::add(const RejectedLog& log, std::uint64_t number, std::string_view reason,
                      std::string_view record) {
  const std::scoped_lock lock(mutex_);
  write(log, number, reason, record);
}

void RejectsFile::start(const RejectedLog& log) {
  if (!out_.is_open()) {
    out_.open(path_, std::ios::binary | std::ios::trunc);
    if (!out_)
      throw Error(ErrorKind::unavailable, fmt::format("import: can't write {}; say --rejects FILE", path_));
    out_ << kRejectsMark
         << "mend the lines below and import this file; lines that begin like this one are skipped\n";
  }
  if (written_ == log) return;
  out_ << kLogMark << (log.header.empty() ? kNdjsonForm : kCsvForm) << one_line(log.name) << "\n";
  if (!log.header.empty()) out_ << log.header << "\n";
  written_ = log;
}

void RejectsFile::write(const RejectedLog& log, std::uint64_t number, std::string_view reason,
                        std::string_view record) {
  start(log);
  out_ << kRejectsMark << (log.counts_lines ? "line " : "event ") << number << ": " << one_line(reason)
       << "\n";
  // Between the tokens of JSON a line break is a space like any other; within a CSV's quotes it is not.
  out_ << (log.header.empty() ? one_line(record) : std::string(record)) << "\n";
}

void RejectsFile::close() {
  const std::scoped_lock lock(mutex_);
  if (!out_.is_open()) return;
  out_.close();
  if (out_.fail()) throw Error(ErrorKind::unavailable, fmt::format("import: {} could not be written", path_));
}

}  // namespace retally
