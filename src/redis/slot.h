// How Redis Cluster places keys, and retally places targets.
#pragma once

#include <cstdint>
#include <string_view>

namespace retally::redis {

inline constexpr int kSlots = 16'384;

// CRC-16/XMODEM, as in the specification of Redis Cluster: "123456789" gives 0x31C3.
std::uint16_t crc16(std::string_view text);

}  // namespace retally::redis
