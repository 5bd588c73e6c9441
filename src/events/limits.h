// What is bounded, so that no input can make memory or time grow without end.
#pragma once

#include <cstddef>

namespace retally {

// The longest event that is decoded, in bytes as it comes: as long as a body can be that CVAT's sender posts.
// The largest are those of an import. They list every shape, a track every key frame, and before CVAT 2.23
// the attributes of each too, some 80 bytes apiece.
inline constexpr std::size_t kMaxEventBytes = std::size_t{100} << 20;

// Memory that a longer event has taken is given back behind it.
inline constexpr std::size_t kGiantBytes = std::size_t{4} << 20;

// How much is kept of an event that is longer than that, to recognise it by.
inline constexpr std::size_t kKeptBytes = 4096;

// How deep a payload may nest. CVAT's go to 5.
inline constexpr int kMaxPayloadDepth = 64;

}  // namespace retally
