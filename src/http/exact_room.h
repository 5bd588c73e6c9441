// Room for a text that grows, as much as is asked for and no more: a std::string makes at least twice of what
// it has, which for a body of 100 MB is a lot to hold that nobody counts.
#pragma once

#include <cstddef>
#include <string>

namespace retally::http {

// Room for `bytes` in all. The text stays what it is.
inline void reserve_exactly(std::string& text, std::size_t bytes) {
  if (bytes <= text.capacity()) return;
  std::string larger;
  larger.reserve(bytes);
  larger.append(text);
  text.swap(larger);
}

}  // namespace retally::http
