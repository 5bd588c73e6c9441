// The file of what an import rejected: the records as they came, each under the reason, so that they can be
// mended and the file imported again.
//
//     # retally: mend the lines below and import this file; lines that begin like this one are skipped
//     # retally: log csv events.csv
//     scope,obj_name,…,payload
//     # retally: line 12: timestamp: '2024-13-01' is not a time: …
//     create:shapes,rectangle,…
//     # retally: log ndjson more.json
//     # retally: event 3: scope: is missing
//     {"timestamp": "1718006400.14"}
//
// The file is a sequence of logs, each after its `log` line: so what was rejected from a CSV and from JSON
// can stand in one file. The line says the log's form, as what is left of it does not show that: of JSON, in
// whatever form it came, each record is one line. LogSections takes the file apart again.
#pragma once

#include <cstdint>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace retally {

// What our own lines of the file begin with.
inline constexpr std::string_view kRejectsMark = "# retally: ";
inline constexpr std::string_view kLogMark = "# retally: log ";
// What follows in the line of a log, before its name.
inline constexpr std::string_view kCsvForm = "csv ";
inline constexpr std::string_view kNdjsonForm = "ndjson ";

// What rejected records are of.
struct RejectedLog {
  std::string name;
  std::string header;        // the header line of a CSV; else empty
  bool counts_lines = true;  // whether a record's number is its line; else its place among all

  bool operator==(const RejectedLog&) const = default;
};

// Any thread may add to it.
class RejectsFile {
 public:
  // Nothing is created, and nothing overwritten, before the first add().
  explicit RejectsFile(std::string path) : path_(std::move(path)) {}

  // What is added without a log is of this one.
  void begin_log(RejectedLog log);

  // `number`: see RejectedLog.
  void add(std::uint64_t number, std::string_view reason, std::string_view record);
  void add(const RejectedLog& log, std::uint64_t number, std::string_view reason, std::string_view record);

  // Throws Error(unavailable) if not everything could be written.
  void close();

  const std::string& path() const { return path_; }

 private:
  void start(const RejectedLog& log);
  void write(const RejectedLog& log, std::uint64_t number, std::string_view reason, std::string_view record);

  const std::string path_;
  std::mutex mutex_;
  std::ofstream out_;                   // guarded by mutex_
  RejectedLog log_;                     // guarded by mutex_
  std::optional<RejectedLog> written_;  // guarded by mutex_: the one that the file's last record is of
};

}  // namespace retally
