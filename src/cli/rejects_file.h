// The file of what an import rejected: the records as they came, each under the reason, so that they can be
// mended and the file imported again.
//
//     # retally: mend the lines below and import this file; lines that begin like this one are skipped
//     # retally: log csv events.csv
//     scope,obj_name,…,payload
//     # retally: line 12: timestamp: '2024-13-01' is not a time: …
//     create:shapes,rectangle,…
//     # retally: log ndjson more.json
//     # retally: line 3: scope: is missing
//     {"timestamp": "1718006400.14"}
//
// The file is a sequence of logs, each after its `log` line: so what was rejected from a CSV and from JSON
// can stand in one file. The line says the log's form, as what is left of it does not show that: of JSON, in
// whatever form it came, each record is one line. LogSections takes the file apart again.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace retally {

// What our own lines of the file begin with.
inline constexpr std::string_view kRejectsMark = "# retally: ";
inline constexpr std::string_view kLogMark = "# retally: log ";
// What follows in the line of a log, before its name.
inline constexpr std::string_view kCsvForm = "csv ";
inline constexpr std::string_view kNdjsonForm = "ndjson ";

class RejectsFile {
 public:
  // Nothing is created, and nothing overwritten, before the first add().
  explicit RejectsFile(std::string path) : path_(std::move(path)) {}

  // What follows is of this log. `header`: the header line of a CSV; else empty.
  void begin_log(std::string_view name, std::string_view header);

  void add(std::uint64_t line, std::string_view reason, std::string_view record);

  // Throws Error(unavailable) if not everything could be written.
  void close();

  const std::string& path() const { return path_; }

 private:
  void start();

  std::string path_;
  std::ofstream out_;
  std::string name_;
  std::string header_;
  bool log_written_ = false;
};

}  // namespace retally
