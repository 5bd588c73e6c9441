// A row as text.
#pragma once

#include <string>
#include <string_view>

#include "generate/row.h"

namespace retally::simulated {

enum class JsonStyle : std::uint8_t {
  compact,  // as CVAT's server renders an event: no spaces, UTF-8
  python,   // as its log sender writes it again: ", " and ": ", and \uXXXX
};

void append_json(std::string& out, const Row& row, JsonStyle style);

// The header and the records of CVAT's export, with their CRLF.
extern const std::string_view kCsvHeader;
void append_csv(std::string& out, const Row& row);

}  // namespace retally::simulated
