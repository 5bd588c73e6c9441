// A source that holds its text, and gives it in small pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "events/decoder.h"

namespace retally {

class TextSource final : public ByteSource {
 public:
  // Gives at most `step` bytes at a time.
  explicit TextSource(std::string_view text, std::size_t step = std::numeric_limits<std::size_t>::max())
      : text_(text), step_(step) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t got = text_.copy(buffer, std::min(size, step_), position_);
    position_ += got;
    return got;
  }

 private:
  std::string text_;
  std::size_t step_;
  std::size_t position_ = 0;
};

}  // namespace retally
