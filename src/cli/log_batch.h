// The events of a log in batches: what an import hands from the thread that reads to the one that applies.
#pragma once

#include <cstdint>
#include <string>

#include "cli/csv_json.h"
#include "cli/rejects_file.h"
#include "ingest/collector.h"
#include "retally/clock.h"
#include "store/change_set.h"

namespace retally {

struct LogBatch {
  ChangeSet changes;         // with the rejects
  std::string json;          // the events that were not rejected, as an array; empty unless asked for
  std::uint64_t events = 0;  // good and bad
};

// Gathers the events of one log; those that can't be taken go to the file of rejects as well.
class LogBatcher final : public Collector {
 public:
  struct Options {
    std::string name;  // of the file, for people
    TimePoint received{};
    std::uint64_t lines_before = 0;  // added to line numbers
    bool with_json = false;
    std::string_view csv_header;  // of a CSV; else empty
  };
  // The events of a batch from before its `horizon` are rejected.
  LogBatcher(const Options& options, TimePoint horizon, RejectsFile& rejects)
      : Collector(options.name, options.received, horizon),
        options_(options),
        csv_(options.csv_header),
        rejects_(rejects) {}

  void on_event(const Event& event, std::uint64_t line) override {
    Collector::on_event(event, line + options_.lines_before);
  }
  void on_bad(const BadEvent& bad, std::uint64_t line) override {
    Collector::on_bad(bad, line + options_.lines_before);
  }

  // Hands over what has been gathered, and begins anew.
  LogBatch take();

 private:
  void taken(const Event& event) override;
  void not_taken(std::string_view reason, std::string_view text, std::uint64_t line) override {
    rejects_.add(line, reason, text);
  }

  const Options options_;
  CsvToJson csv_;
  RejectsFile& rejects_;
  std::string json_;
};

}  // namespace retally
