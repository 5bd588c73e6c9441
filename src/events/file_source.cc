#include "events/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <system_error>

#include "retally/error.h"

namespace retally {

namespace {

constexpr std::size_t kInputBytes = std::size_t{64} << 10U;

constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to say so

std::string why() {
  return std::generic_category().message(errno);
}

}  // namespace

FileSource::FileSource(std::string path) : path_(std::move(path)), input_(kInputBytes) {
  file_ = path_ == "-" ? STDIN_FILENO : ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) {
    const ErrorKind kind = errno == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable;
    throw Error(kind, fmt::format("open {}: {}", path_, why()));
  }
  struct stat status {};
  if (::fstat(file_, &status) == 0 && S_ISREG(status.st_mode))
    size_ = static_cast<std::uint64_t>(status.st_size);
}

FileSource::~FileSource() {
  if (form_ == Form::gzipped) ::inflateEnd(&stream_);
  if (file_ > STDIN_FILENO) ::close(file_);
}

std::size_t FileSource::read(char* buffer, std::size_t size) {
  if (form_ == Form::unknown) find_form();
  return form_ == Form::plain ? read_plain(buffer, size) : read_gzipped(buffer, size);
}

std::size_t FileSource::read_file(char* buffer, std::size_t size) {
  while (true) {
    const ssize_t got = ::read(file_, buffer, size);
    if (got >= 0) {
      position_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) throw Error(ErrorKind::unavailable, fmt::format("read {}: {}", path_, why()));
  }
}

// Reads more of the file behind the input that is left; false at its end.
bool FileSource::refill() {
  std::memmove(input_.data(), stream_.next_in, stream_.avail_in);
  const std::size_t got = read_file(input_.data() + stream_.avail_in, input_.size() - stream_.avail_in);
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in += static_cast<uInt>(got);
  return got > 0;
}

void FileSource::find_form() {
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  while (stream_.avail_in < 2 && refill()) {
  }
  const bool gzipped = stream_.avail_in >= 2 && stream_.next_in[0] == 0x1F && stream_.next_in[1] == 0x8B;
  if (gzipped && ::inflateInit2(&stream_, kGzipOnly) != Z_OK) {
    throw Error(ErrorKind::unavailable, fmt::format("read {}: no memory to unpack it", path_));
  }
  form_ = gzipped ? Form::gzipped : Form::plain;
  in_member_ = gzipped;
}

std::size_t FileSource::read_plain(char* buffer, std::size_t size) {
  if (stream_.avail_in == 0) return read_file(buffer, size);
  const std::size_t part = std::min<std::size_t>(size, stream_.avail_in);
  std::memcpy(buffer, stream_.next_in, part);
  stream_.next_in += part;
  stream_.avail_in -= static_cast<uInt>(part);
  return part;
}

std::size_t FileSource::read_gzipped(char* buffer, std::size_t size) {
  stream_.next_out = reinterpret_cast<Bytef*>(buffer);
  stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, UINT_MAX));
  const uInt room = stream_.avail_out;
  while (stream_.avail_out == room) {
    if (stream_.avail_in == 0 && !refill()) {
      if (in_member_) damaged("it has been cut off");
      return 0;
    }
    if (!in_member_) begin_member();
    const int result = ::inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      in_member_ = false;
    } else if (result != Z_OK && stream_.avail_out == room) {  // else it says so again the next time
      damaged(stream_.msg != nullptr ? stream_.msg : "it can't be unpacked");
    }
  }
  return room - stream_.avail_out;
}

void FileSource::begin_member() {
  ::inflateReset(&stream_);
  in_member_ = true;
}

void FileSource::damaged(const char* how) const {
  throw Error(ErrorKind::invalid_input, fmt::format("read {}: the gzipped file is damaged: {}", path_, how));
}

}  // namespace retally
