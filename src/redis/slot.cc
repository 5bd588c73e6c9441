#include "redis/slot.h"

#include <array>

namespace retally::redis {
namespace {

constexpr std::array<std::uint16_t, 256> make_table() {
  constexpr unsigned kPolynomial = 0x1021;
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    unsigned crc = byte << 8U;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc << 1U) ^ ((crc & 0x8000U) != 0 ? kPolynomial : 0U);
    }
    table[byte] = static_cast<std::uint16_t>(crc);
  }
  return table;
}

}  // namespace

std::uint16_t crc16(std::string_view text) {
  static constexpr auto kTable = make_table();
  unsigned crc = 0;
  for (const char c : text) {
    crc = (crc << 8U) ^ kTable[((crc >> 8U) ^ static_cast<unsigned char>(c)) & 0xFFU];
  }
  return static_cast<std::uint16_t>(crc);
}

}  // namespace retally::redis
