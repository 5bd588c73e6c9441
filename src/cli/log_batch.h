// The events of a log in batches: what an import hands from the thread that reads to the one that applies.
#pragma once

#include <cstdint>
#include <string>

#include "cli/csv_json.h"
#include "cli/rejects_file.h"
#include "events/decoder.h"
#include "retally/clock.h"
#include "store/change_set.h"

namespace retally {

struct LogBatch {
  ChangeSet changes;         // with the rejects
  std::string json;          // the events that were not rejected, as an array; empty unless asked for
  std::uint64_t events = 0;  // good and bad
};

// Gathers the events of one log; those that can't be taken go to the file of rejects as well.
class LogBatcher final : public EventSink {
 public:
  struct Options {
    std::string name;  // of the file, for people
    TimePoint received{};
    std::uint64_t lines_before = 0;  // added to line numbers
    bool with_json = false;
    std::string_view csv_header;  // of a CSV; else empty
  };
  // The events of a batch from before its `horizon` are rejected.
  LogBatcher(Options options, TimePoint horizon, RejectsFile& rejects)
      : options_(std::move(options)), horizon_(horizon), csv_(options_.csv_header), rejects_(rejects) {}

  void on_event(const Event& event, std::uint64_t line) override;
  void on_bad(const BadEvent& bad, std::uint64_t line) override;

  std::uint64_t events() const { return batch_.events; }
  std::uint64_t rejects() const { return batch_.changes.rejects.size(); }

  // Hands over what has been gathered, and begins anew.
  LogBatch take();
  void set_horizon(TimePoint horizon) { horizon_ = horizon; }

 private:
  void reject(const std::string& reason, std::string_view text, std::uint64_t line);
  void append_json(std::string_view text);

  Options options_;
  TimePoint horizon_;
  CsvToJson csv_;
  RejectsFile& rejects_;
  LogBatch batch_;
};

}  // namespace retally
