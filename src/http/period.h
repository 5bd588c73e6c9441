// The days that a reader asks for.
#pragma once

#include "http/query.h"
#include "report/report.h"
#include "retally/clock.h"

namespace retally::http {

// `start_date` and `end_date` of a query: a time in any form of CVAT's, UTC where it has no zone, or a plain
// date. A time stands for its UTC day: both days are in the period. A start alone reaches to now, an end
// alone back to the beginning, and neither is `otherwise`.
//
// Throws Error(invalid_input), in CVAT's words, for what is no time, and for a start after the end.
Period period_of(const Query& query, TimePoint now, const Period& otherwise);

// What CVAT takes when neither is given: the last 30 days to now.
Period last_30_days(TimePoint now);

}  // namespace retally::http
