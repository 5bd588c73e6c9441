#pragma once

#include <cstdint>

namespace retally {

// A TCP port on loopback that nobody listens on.
std::uint16_t free_port();

}  // namespace retally
