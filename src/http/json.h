// JSON answers, and the one shape of an error: {"detail": "what is wrong and what to do"}.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "http/message.h"
#include "retally/clock.h"
#include "retally/error.h"
#include "store/resource.h"

namespace retally::http {

// Keeps the order in which keys are written, so that answers read well.
using Json = nlohmann::ordered_json;

// What others have written. Ordered keys would be looked for one by one, so that a body of a million keys
// would take hours to read.
using JsonInput = nlohmann::json;

Response json_response(int status, const Json& body);
Response error_response(int status, std::string_view detail);
// The same, by the kind's status. An unavailable one says when to try again.
Response error_response(const Error& error);
int status_of(ErrorKind kind);

// "2024-06-10T09:00:00Z", or with six digits of a second where it is not whole: as reports write it.
std::string to_text(TimePoint time);
// null for a time that is zero: it does not apply.
Json json_time(TimePoint time);
// null for an id that is zero: none is known.
Json json_id(std::int64_t id);

// ["project:7", …].
Json json_targets(std::span<const ResourceId> resources);

// The body of a request, which must be a JSON object. Throws Error(invalid_input).
JsonInput parse_object(std::string_view body);

}  // namespace retally::http
