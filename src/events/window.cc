#include "events/window.h"

#include <cstring>

#include "events/limits.h"
#include "events/text.h"

namespace retally {

namespace {

// The least that a read asks for.
constexpr std::size_t kMinRoom = std::size_t{4} << 10U;

// The memory that a long log is given: so much that reading costs nothing beside decoding, and still fits the
// cache.
constexpr std::size_t kWanted = std::size_t{512} << 10U;

}  // namespace

bool Window::fill() {
  if (source_ == nullptr) return false;
  const std::size_t size = text_.size();
  std::size_t begin = size == 0 ? 0 : static_cast<std::size_t>(text_.data() - bytes_.data());
  if (bytes_.size() > kGiantBytes && size < kWanted / 2) {
    std::vector<char> less(kWanted);
    if (size > 0) std::memcpy(less.data(), text_.data(), size);
    bytes_.swap(less);
    begin = 0;
  }
  if (bytes_.size() - begin - size < kMinRoom) {
    if (begin > 0) std::memmove(bytes_.data(), text_.data(), size);
    begin = 0;
    // By doubling, what is moved for a long event is no more than a few times its size.
    if (bytes_.size() < kWanted || size > bytes_.size() / 2) bytes_.resize(2 * (bytes_.size() + kMinRoom));
  }
  char* const end = bytes_.data() + begin + size;
  const std::size_t got = source_->read(end, bytes_.size() - begin - size);
  text_ = {bytes_.data() + begin, size + got};
  if (got == 0) source_ = nullptr;
  return got > 0;
}

std::size_t Window::line_end(std::size_t max) {
  std::size_t seen = 0;
  while (true) {
    const std::size_t end = text_.find('\n', seen);
    if (end != std::string_view::npos) return end <= max ? end : std::string_view::npos;
    seen = text_.size();
    if (seen > max) return std::string_view::npos;
    if (!fill()) return text_.size();
  }
}

bool Window::skip_space(std::uint64_t& line) {
  while (true) {
    std::size_t size = 0;
    for (; size < text_.size() && is_space(text_[size]); ++size) {
      if (text_[size] == '\n') ++line;
    }
    drop(size);
    if (!text_.empty()) return true;
    if (!fill()) return false;
  }
}

void Window::drop_line() {
  while (true) {
    const std::size_t end = text_.find('\n');
    if (end != std::string_view::npos) {
      drop(end + 1);
      return;
    }
    drop(text_.size());
    if (!fill()) return;
  }
}

}  // namespace retally
