// Numbers and times as the reports write them.
#pragma once

#include <string>

#include "retally/clock.h"
#include "store/tally.h"

namespace retally {

inline constexpr std::size_t kMaxFloatChars = 32;  // "-1.7976931348623157e+308" and some room
inline constexpr std::size_t kDateChars = 10;

// A finite number as Python and JSON write a float: the shortest text that reads back as the same number,
// and never without a sign that it is one: 5.0, -1.0, 0.023055555555555555, 1e+16. At least kMaxFloatChars
// of room at `at`; returns the end of what was written.
char* write_float(char* at, double value);

// The same, but a whole number without its ".0".
char* write_number(char* at, double value);

// YYYY-MM-DD, of a year from 0 to 9999. kDateChars of room at `at`; returns the end of what was written.
char* write_date(char* at, Day day);

void append_float(std::string& out, double value);
void append_integer(std::string& out, std::int64_t value);
void append_date(std::string& out, Day day);

// 2024-06-12T12:00:00Z, or with six digits of a second where it is not whole: 2024-06-12T12:00:00.123000Z.
void append_time(std::string& out, TimePoint time);

}  // namespace retally
