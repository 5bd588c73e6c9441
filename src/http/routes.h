// All that the server answers, in one table.
#pragma once

#include <span>

#include "http/router.h"

namespace retally::http {

std::span<const Route> api_routes();

// What the second listener answers: events, and whether it is there.
std::span<const Route> ingest_routes();

}  // namespace retally::http
