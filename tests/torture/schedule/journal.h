// A process' own record of what it did: a file of Records, one after the other.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "tests/torture/schedule/record.h"

namespace retally::torture {

// What append() was given outlives the process, whatever becomes of it: it is with the system.
class Journal {
 public:
  // Throws std::system_error, as append() does.
  explicit Journal(const std::filesystem::path& path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void append(std::span<const Record> records);
  void append(const Record& record) { append(std::span(&record, 1)); }

 private:
  int file_;
};

// Without the last record if it is not whole: its process was killed as it wrote.
std::vector<Record> read_journal(const std::filesystem::path& path);

}  // namespace retally::torture
