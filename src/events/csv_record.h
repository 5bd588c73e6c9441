// Finds one record of a CSV (RFC 4180) and its fields.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace retally {

// Keeps its memory from record to record.
class CsvRecord {
 public:
  enum class Outcome {
    complete,  // fields(), size(), text() and newlines() say what was found
    partial,   // the record goes on behind what was given
    bad,       // reason() says why it is no record
  };

  // Parses the record that `bytes` begins with; `at_end` says that nothing comes behind them.
  Outcome parse(std::string_view bytes, bool at_end);

  // The values without their quotes; hold until the next call, and as long as the bytes.
  const std::vector<std::string_view>& fields() const { return fields_; }
  // Without the line end.
  std::string_view text() const { return text_; }
  // With the line end.
  std::size_t size() const { return size_; }
  // How many lines it takes, less one: inside quotes a line's end is part of a value.
  std::size_t newlines() const { return newlines_; }
  const char* reason() const { return reason_; }

 private:
  enum class Step { field, record, partial, bad };
  Step take_field(std::string_view bytes, bool at_end, std::size_t& at);
  Step take_quoted(std::string_view bytes, bool at_end, std::size_t& at);
  Step take_plain(std::string_view bytes, bool at_end, std::size_t& at);
  Step take_separator(std::string_view bytes, bool at_end, std::size_t& at);
  std::string_view unquote(std::string_view quoted);

  std::vector<std::string_view> fields_;
  std::string unquoted_;  // the fields in which quotes were doubled, one after another
  std::string_view text_;
  std::size_t size_ = 0;
  std::size_t newlines_ = 0;
  const char* reason_ = "";
};

}  // namespace retally
