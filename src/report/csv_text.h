// Text as a field of a CSV file.
#pragma once

#include <string>
#include <string_view>

namespace retally {

// Appends `text` as RFC 4180 has it: quoted where it holds a comma, a quote or a line end, each quote
// doubled.
//
// A spreadsheet runs text that begins with = + - or @ as a formula (also after a tab or a line end): such
// text gets a leading ', which a spreadsheet takes as "this is text". What comes from outside must go this
// way.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace retally
