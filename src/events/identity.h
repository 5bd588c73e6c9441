// The hash of an event's columns, by which it is known again in whatever form it comes.
#pragma once

#include <cstdint>

#include "events/event.h"

namespace retally {

// ClickHouse keeps `count` as UInt16 and `duration` as UInt32: an export has what is left of a number that
// does not fit, so no more than that can tell two events apart.
inline constexpr std::uint64_t kCountModulus = std::uint64_t{1} << 16U;
inline constexpr std::uint64_t kDurationModulus = std::uint64_t{1} << 32U;

// Of the 16 columns besides the time: absent, null and empty text are the same, as are an absent duration and
// 0. `payload_hash` is that of the JSON value in the payload (payload.h).
std::uint64_t hash_columns(const Event& event, std::uint64_t payload_hash);

}  // namespace retally
