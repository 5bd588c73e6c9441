// The part of a log that is being looked at: bytes come in behind, and are dropped in front when they are
// done.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "events/decoder.h"

namespace retally {

class Window {
 public:
  // `source` must outlive the window.
  explicit Window(ByteSource& source) : source_(&source) {}
  // A window on all of `text`, which must outlive it.
  explicit Window(std::string_view text) : text_(text) {}

  // What has been read and not dropped. Holds until fill().
  std::string_view text() const { return text_; }

  // Reads more; false when there is no more. Memory grows with text(): whoever fills drops.
  bool fill();

  void drop(std::size_t size) {
    text_.remove_prefix(size);
    dropped_ += size;
  }

  // How many bytes have been dropped so far.
  std::uint64_t dropped() const { return dropped_; }

 private:
  ByteSource* source_ = nullptr;
  std::vector<char> bytes_;
  std::string_view text_;
  std::uint64_t dropped_ = 0;
};

}  // namespace retally
