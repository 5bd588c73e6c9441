// A log as CSV: CVAT's export, or anything with the same columns.
//
// A record with a stray quote is rejected as far as its first line, and reading goes on with the line behind
// it: a quote that is never closed costs one line and not the rest of the log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/csv_record.h"
#include "events/event_builder.h"
#include "events/log_form.h"
#include "events/window.h"

namespace retally {

class CsvLog final : public LogForm {
 public:
  // Reads the header. `window` must outlive the log; its first byte is in line `first_line`.
  // Throws Error(invalid_input) if there is no header with CVAT's 17 columns, in any order, among others or
  // not.
  CsvLog(Window& window, std::uint64_t first_line);

  // Without its line end.
  const std::string& header() const { return header_; }

  bool step(EventSink& sink) override;

 private:
  bool next_record();
  void read_header();
  std::string missing_columns() const;
  void take_record(EventSink& sink);
  void reject_line(EventSink& sink);
  Reason build();

  Window& window_;
  std::uint64_t line_;
  CsvRecord record_;
  CsvRecord::Outcome outcome_ = CsvRecord::Outcome::partial;
  std::string header_;
  std::vector<std::optional<Column>> columns_;  // of each field
  EventBuilder builder_;
  ColumnTexts row_;
  Event event_;
};

}  // namespace retally
