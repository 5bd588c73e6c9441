#include "http/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

#include "http/exact_room.h"
#include "retally/error.h"

namespace retally::http {

namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr std::size_t kFirstBytes = 64u << 10;

[[noreturn]] void refuse() {
  throw Error(ErrorKind::invalid_input, "body: is not a whole gzip stream, as its Content-Encoding says");
}

}  // namespace

std::optional<std::string> inflate_gzip(std::string_view packed, std::size_t limit,
                                        const std::function<void(std::size_t)>& take) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw Error(ErrorKind::unavailable, "gzip: out of memory");
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, &inflateEnd);
  // zlib does not write to its input, but its type says so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());

  std::string text;
  int result = Z_OK;
  while (result == Z_OK) {
    if (stream.total_out == text.size()) {
      if (text.size() > limit) return std::nullopt;
      // One byte more than the limit tells a body that just fits from one that does not.
      const std::size_t room = std::min(limit + 1, std::max(kFirstBytes, text.size() * 2));
      take(room);
      reserve_exactly(text, room);
      text.resize(room);
    }
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + stream.total_out);
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(text.size() - stream.total_out, 1u << 30));
    result = ::inflate(&stream, Z_NO_FLUSH);
  }
  if (result != Z_STREAM_END || stream.avail_in != 0) refuse();
  if (stream.total_out > limit) return std::nullopt;
  text.resize(stream.total_out);
  return text;
}

}  // namespace retally::http
