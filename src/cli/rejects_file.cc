#include "cli/rejects_file.h"

#include <fmt/format.h>

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

void RejectsFile::begin_log(std::string_view name, std::string_view header) {
  name_ = one_line(name);
  header_ = header;
  log_written_ = false;
}

void RejectsFile::start() {
  if (!out_.is_open()) {
    out_.open(path_, std::ios::binary | std::ios::trunc);
    if (!out_)
      throw Error(ErrorKind::unavailable, fmt::format("import: can't write {}; say --rejects FILE", path_));
    out_ << kRejectsMark
         << "mend the lines below and import this file; lines that begin like this one are skipped\n";
  }
  if (log_written_) return;
  out_ << kLogMark << (header_.empty() ? kNdjsonForm : kCsvForm) << name_ << "\n";
  if (!header_.empty()) out_ << header_ << "\n";
  log_written_ = true;
}

void RejectsFile::add(std::uint64_t line, std::string_view reason, std::string_view record) {
  start();
  out_ << kRejectsMark << "line " << line << ": " << one_line(reason) << "\n";
  // Between the tokens of JSON a line break is a space like any other; within a CSV's quotes it is not.
  out_ << (header_.empty() ? one_line(record) : std::string(record)) << "\n";
}

void RejectsFile::close() {
  if (!out_.is_open()) return;
  out_.close();
  if (out_.fail()) throw Error(ErrorKind::unavailable, fmt::format("import: {} could not be written", path_));
}

}  // namespace retally
