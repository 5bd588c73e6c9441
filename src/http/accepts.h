// What a client takes: its `Accept` and `Accept-Encoding`.
#pragma once

#include <string_view>

namespace retally::http {

// Whether a list such as "text/html, */*;q=0.8" or "gzip;q=1.0, br" names `wanted` (in lower case), and does
// not refuse it with q=0. A '*' names nothing: who takes anything has not asked for this.
bool accepts(std::string_view list, std::string_view wanted);

// How much it would like that, from 0 (it does not take it, or does not name it) to 1000: its q in
// thousandths.
int weight_of(std::string_view list, std::string_view wanted);

}  // namespace retally::http
