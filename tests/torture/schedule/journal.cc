#include "tests/torture/schedule/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace retally::torture {

Journal::Journal(const std::filesystem::path& path)
    : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (file_ < 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
}

Journal::~Journal() {
  close(file_);
}

void Journal::append(std::span<const Record> records) {
  const auto size = static_cast<ssize_t>(records.size_bytes());
  if (write(file_, records.data(), records.size_bytes()) != size) {
    throw std::system_error(errno, std::generic_category(), "a journal takes nothing any more");
  }
}

std::vector<Record> read_journal(const std::filesystem::path& path) {
  std::vector<Record> records(std::filesystem::file_size(path) / sizeof(Record));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(records.data()),
            static_cast<std::streamsize>(records.size() * sizeof(Record)));
  if (!file) {
    throw std::system_error(EIO, std::generic_category(), path.string());
  }
  return records;
}

}  // namespace retally::torture
