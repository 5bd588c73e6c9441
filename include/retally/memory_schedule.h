// The schedule in one process's memory. Nothing outlives the process: rebuild it at start from what you know
// to be stale.
#pragma once

#include <memory>

#include "retally/schedule.h"
#include "retally/schedule_options.h"

namespace retally {

// Throws Error(invalid_input) for options that check() refuses. `clock` must outlive the schedule.
std::unique_ptr<Schedule> make_memory_schedule(ScheduleOptions options, Clock& clock);

}  // namespace retally
