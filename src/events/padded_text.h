// A text with the room behind it that simdjson reads into.
#pragma once

#include <simdjson.h>

#include <cstring>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace retally {

// Keeps its memory from text to text.
class PaddedText {
 public:
  // The parts one after another; holds until the next call.
  simdjson::padded_string_view assign(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    if (bytes_.size() < size + simdjson::SIMDJSON_PADDING) bytes_.resize(size + simdjson::SIMDJSON_PADDING);
    char* at = bytes_.data();
    for (const std::string_view part : parts) {
      if (!part.empty()) std::memcpy(at, part.data(), part.size());
      at += part.size();
    }
    // Zeros, because On-Demand looks at the byte behind a text that is not well-formed.
    std::memset(at, 0, simdjson::SIMDJSON_PADDING);
    return simdjson::padded_string_view(bytes_.data(), size, bytes_.size());
  }

 private:
  std::vector<char> bytes_;
};

}  // namespace retally
