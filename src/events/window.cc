#include "events/window.h"

#include <cstring>

namespace retally {

namespace {

// What one read asks for: enough that reading costs nothing beside decoding, and fits the cache.
constexpr std::size_t kChunk = std::size_t{256} << 10U;

}  // namespace

bool Window::fill() {
  if (source_ == nullptr) return false;
  const std::size_t size = text_.size();
  if (size > 0) std::memmove(bytes_.data(), text_.data(), size);
  if (bytes_.size() - size < kChunk) bytes_.resize(2 * size + kChunk);
  const std::size_t got = source_->read(bytes_.data() + size, bytes_.size() - size);
  text_ = {bytes_.data(), size + got};
  if (got == 0) source_ = nullptr;
  return got > 0;
}

}  // namespace retally
