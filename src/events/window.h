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

  // Where the line that text() begins with ends: before its '\n', or at the end of the log. Reads as much as
  // it needs to say so; npos when that is more than `max`.
  std::size_t line_end(std::size_t max);

  // Drops white space, and adds the lines' ends in it to `line`. False when nothing else is left.
  bool skip_space(std::uint64_t& line);

  // Drops the line that text() begins with, and its '\n'. Needs no memory for a long one.
  void drop_line();

  // How many bytes have been dropped so far.
  std::uint64_t dropped() const { return dropped_; }

 private:
  ByteSource* source_ = nullptr;
  std::vector<char> bytes_;
  std::string_view text_;
  std::uint64_t dropped_ = 0;
};

}  // namespace retally
