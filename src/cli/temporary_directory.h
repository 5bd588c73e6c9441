// A directory that is gone when its owner is.
#pragma once

#include <filesystem>

namespace retally {

class TemporaryDirectory {
 public:
  // Throws Error(unavailable) when none can be made.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace retally
