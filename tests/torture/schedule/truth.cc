#include "tests/torture/schedule/truth.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace retally::torture {

Truth::Truth(const std::filesystem::path& path, std::size_t targets) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const std::size_t size = targets * sizeof(Entry);
  if (file < 0 || ftruncate(file, static_cast<off_t>(size)) != 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
  // A new file is all zeros, which is what two atomic zeros are.
  entries_ = {static_cast<Entry*>(memory), targets};
}

Truth::~Truth() {
  munmap(entries_.data(), entries_.size_bytes());
}

void Truth::save(std::size_t target, std::uint64_t version) {
  std::atomic<std::uint64_t>& shown = entries_[target].shown;
  for (std::uint64_t before = shown; before < version && !shown.compare_exchange_weak(before, version);) {
  }
}

}  // namespace retally::torture
