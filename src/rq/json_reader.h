// What RQ's JSONSerializer writes.
#pragma once

#include <string_view>

#include "rq/document.h"

namespace retally::rq {

// Throws Error(invalid_input).
Document read_json(std::string_view bytes);

}  // namespace retally::rq
