// What the terminal can show.
#pragma once

#include <cstdio>

namespace retally {

// Whether the stream is a terminal, for a person to look at.
bool is_terminal(std::FILE* stream);

// Its width in columns, of a sensible size; 80 when it has none to tell.
int terminal_width(std::FILE* stream);

// Whether to colour: a terminal that knows colours, and nobody has set NO_COLOR.
bool wants_colour(std::FILE* stream);

}  // namespace retally
