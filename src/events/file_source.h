// A log in a file: plain or gzipped, told by its content, or what comes in on the standard input.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/decoder.h"

namespace retally {

class FileSource final : public ByteSource {
 public:
  // "-" is the standard input. Throws Error(not_found) if there is no such file, Error(unavailable) if it
  // can't be read.
  explicit FileSource(std::string path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // Of a gzipped file what is in it, one member after another as gzip does. Throws Error(unavailable) if the
  // file can't be read, Error(invalid_input) if what is gzipped is damaged or has been cut off; what came
  // before has been read by then.
  std::size_t read(char* buffer, std::size_t size) override;

  const std::string& path() const { return path_; }
  // How many bytes of the file itself have been read.
  std::uint64_t position() const { return position_; }
  // Its size; none if it is no regular file.
  std::optional<std::uint64_t> size() const { return size_; }

 private:
  enum class Form { unknown, plain, gzipped };

  std::size_t read_file(char* buffer, std::size_t size);
  bool refill();
  void find_form();
  std::size_t read_plain(char* buffer, std::size_t size);
  std::size_t read_gzipped(char* buffer, std::size_t size);
  void begin_member();
  [[noreturn]] void damaged(const char* how) const;

  std::string path_;
  int file_ = -1;
  Form form_ = Form::unknown;
  std::uint64_t position_ = 0;
  std::optional<std::uint64_t> size_;
  std::vector<char>
      input_;  // bytes of the file that are still to be used are those that stream_ has as its input
  z_stream stream_{};
  bool in_member_ = false;
};

}  // namespace retally
