// The texts of strings and keys in JSON that is read with simdjson's On-Demand.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace retally {

// The text of a key; none if it has a bad escape. `field` is used up.
std::optional<std::string_view> key_of(simdjson::ondemand::field& field);

// The first token of a value as it is written: all of a string or number, of an object its brace.
std::string_view token_of(simdjson::ondemand::value& value);

// The text of a string token without the quotes; none if it is not a whole one.
std::optional<std::string_view> raw_string(std::string_view token);

// The text of a string; none if it has a bad escape or half a surrogate pair. Is `raw` itself where that has
// no escape.
std::optional<std::string_view> string_of(simdjson::ondemand::value& value, std::string_view raw);

}  // namespace retally
