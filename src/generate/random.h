// Chance that comes out the same everywhere. The engine is fixed by the standard, the distributions of the
// standard library are not; so these are our own, by integers only: even a fused multiply-add would differ.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>

namespace retally::simulated {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // Any of 0 … n-1. n > 0. (The tiny bias of the multiplication is of no matter here.)
  std::uint64_t below(std::uint64_t n) { return (high_bits() * n) >> 32; }
  // Any of low … high.
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }
  // True in `share` of 1,000 cases.
  bool permille(std::uint64_t share) { return below(1000) < share; }
  // Mostly less than `mean`, sometimes much more, up to four times: how long things take. mean < 2^30.
  std::uint64_t around(std::uint64_t mean) {
    const std::uint64_t bits = engine_();
    const std::uint64_t product = (bits & 0xffff) * ((bits >> 16) & 0xffff);  // its mean is a quarter of 2^32
    return (mean * 4 * product) >> 32;
  }
  // One of the list.
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }
  std::uint64_t bits() { return engine_(); }

 private:
  std::uint64_t high_bits() { return engine_() >> 32; }

  std::mt19937_64 engine_;
};

}  // namespace retally::simulated
