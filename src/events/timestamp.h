// The time of an event, in every form that CVAT and its exports write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace retally {

// Milliseconds since 1970 of a time that is written as
//   1718010090.12                      seconds since 1970, with up to 9 decimals
//   2024-06-10T09:00:00.000Z           ISO 8601
//   2024-06-10 08:00:00.120000+00:00   as Python writes it: the CSV export
// with `T` or a space between day and time; a fraction of 1 to 9 digits or none; and `Z`, an offset (+02:00,
// +0200, +02) or nothing, which is UTC. Finer digits than milliseconds are cut off, as ClickHouse does. None
// for anything else, for a day or time that does not exist, and outside the years 1970 to 2299 (ClickHouse's
// last).
std::optional<std::int64_t> parse_timestamp(std::string_view text);

}  // namespace retally
