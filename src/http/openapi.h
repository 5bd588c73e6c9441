// The OpenAPI document of all that the server answers; openapi.json, built into the program.
#pragma once

#include <string_view>

namespace retally::http {

std::string_view openapi_document();

}  // namespace retally::http
