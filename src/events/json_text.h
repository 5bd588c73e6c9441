// The texts of strings and keys in JSON that is read with simdjson's On-Demand.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace retally {

// The text of a key; none if it has a bad escape. `field` is used up.
std::optional<std::string_view> key_of(simdjson::ondemand::field& field);

// The text of a string as it is written, without the quotes; none if there is no such string at `value`.
std::optional<std::string_view> raw_string(simdjson::ondemand::value& value);

// The text of a string; none if it has a bad escape or half a surrogate pair. Is `raw` itself where that has
// no escape.
std::optional<std::string_view> string_of(simdjson::ondemand::value& value, std::string_view raw);

// The text of a number, true, false or null as it is written.
std::string_view scalar_token(simdjson::ondemand::value& value);

}  // namespace retally
