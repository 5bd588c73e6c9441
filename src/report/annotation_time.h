// How long a resource was in progress.
#pragma once

#include <span>

#include "report/report.h"

namespace retally {

// The job's time in the state "in progress": from each such state to the next one, each interval cut to whole
// seconds. One that is still open runs to CVAT's updated_date of the job where that is known, else to the
// job's last event, and never counts below zero.
AnnotatingTime annotating_time(const JobRecord& job);

// The longest of the jobs', as CVAT has it for a task or project (not their sum); of equal ones that of the
// lowest job id.
AnnotatingTime longest_annotating_time(std::span<const JobSummary> jobs);

// In hours; dated by the event that ended the last interval, or `now` when none did.
Statistic annotation_time(const AnnotatingTime& time, TimePoint now);

}  // namespace retally
