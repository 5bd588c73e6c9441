// What is bounded, so that no input can make memory or time grow without end.
#pragma once

#include <cstddef>

namespace retally {

// The longest event that is decoded, in bytes as it comes. The largest that CVAT writes are those of an
// import: they list every shape by its id, 18 bytes each, so this is room for some 460,000 shapes at once.
inline constexpr std::size_t kMaxEventBytes = std::size_t{8} << 20;

// How much is kept of an event that is longer than that, to recognise it by.
inline constexpr std::size_t kKeptBytes = 4096;

// How deep a payload may nest. CVAT's go to 5.
inline constexpr int kMaxPayloadDepth = 64;

}  // namespace retally
