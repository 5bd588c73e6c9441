// Changes one number in what Python has stored.
//
// rq-scheduler counts in a job's meta how often it is still to run. That dict may hold what only Python can
// make, and so what we could not write again: the bytes of the number are changed, and no others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace retally::rq {

// `bytes` is a dict, pickled or in JSON; its whole number of that name becomes `value`. In a pickle it keeps
// its width: what is counted down always fits. Throws Error(invalid_input) where it does not, for a number
// that the pickle uses elsewhere too, and where there is no such number.
std::string with_number(std::string_view bytes, std::string_view name, std::int64_t value);

}  // namespace retally::rq
