#include "rq/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include "retally/error.h"

namespace retally::rq {
namespace {

std::string within(std::string_view bytes, std::size_t limit) {
  if (bytes.size() > limit)
    throw Error(ErrorKind::invalid_input, "more than " + std::to_string(limit) + " bytes");
  return std::string(bytes);
}

// zlib takes its input by a pointer that is not const, and does not write there.
Bytef* input_of(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

}  // namespace

std::string deflate(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int result = compress(reinterpret_cast<Bytef*>(out.data()), &size, input_of(bytes),
                              static_cast<uLong>(bytes.size()));
  if (result != Z_OK) throw std::bad_alloc();  // nothing else can go wrong with a buffer of that size
  out.resize(size);
  return out;
}

std::string inflate(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);

  std::string out;
  std::array<char, 16 * 1024> chunk{};
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    result = ::inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
    if (out.size() > limit) within(out, limit);
  }
  return result == Z_STREAM_END ? out : within(bytes, limit);
}

}  // namespace retally::rq
