// Text that stands in a terminal, measured in its columns.
#pragma once

#include <string>
#include <string_view>

namespace retally {

// Text from outside, made safe to print: control characters, among them those that would start a colour, move
// the cursor or turn the direction of writing, and bytes that are no UTF-8 become U+FFFD.
std::string printable(std::string_view text);

// How many columns printable text takes: East Asian wide characters and emoji take two, combining marks none.
int columns_of(std::string_view text);

// The text, cut to at most `columns` columns; where anything was cut, "…" stands in its place.
std::string cut_to(std::string_view text, int columns);

std::string pad_left(std::string_view text, int columns);
std::string pad_right(std::string_view text, int columns);

// 1,234,567.5 with `decimals` digits behind the point.
std::string grouped(double value, int decimals);

// A bar of `share` (0 to 1) of the columns, to an eighth of a column: "███▌". Whatever is more than 0 is
// seen. Not padded.
std::string bar(double share, int columns);

}  // namespace retally
