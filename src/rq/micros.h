// Times of RQ: Python keeps microseconds.
#pragma once

#include <chrono>
#include <string>

namespace retally::rq {

using Micros = std::chrono::microseconds;

// Of a time in s, as the server and its scores have it: "1718194500.041". Rounded up, so that nothing which
// waits until then is early. 0 for what is no number.
Micros to_micros(const std::string& seconds);

// The other way: "1718194500.041000".
std::string to_seconds(Micros time);

}  // namespace retally::rq
