// The two hashes that an event's identity is made of. They are kept in the store: changing one makes every
// event that was applied before look new.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#define XXH_INLINE_ALL  // most of what is hashed is shorter than a call is long
#include <xxhash.h>

namespace retally {

inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

// Depends on the order: hash_pair(a, b) is not hash_pair(b, a).
inline std::uint64_t hash_pair(std::uint64_t first, std::uint64_t second) {
  const std::array<std::uint64_t, 2> both = {first, second};
  return XXH3_64bits(both.data(), sizeof(both));
}

}  // namespace retally
