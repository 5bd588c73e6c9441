// A reader of pickles that takes plain data only.
//
// A pickle is a program for a machine with a stack: its opcodes push numbers and strings, and gather what is
// on the stack into lists and dicts. It may also name a class and have it called, which is why Python's own
// reader must never be given what a stranger wrote. This one has no way to call anything: where a pickle does
// so, it puts a value that is opaque, with the name of what was to be called, and goes on.
#pragma once

#include <string_view>

#include "rq/document.h"

namespace retally::rq {

// Protocols 0 to 5. Throws Error(invalid_input) for what is no pickle, with the place; it needs memory in
// proportion to the bytes, whatever they say.
Document read_pickle(std::string_view bytes);

}  // namespace retally::rq
