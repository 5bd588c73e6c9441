// How many objects there are.
#pragma once

#include <span>

#include "report/report.h"

namespace retally {

// CVAT's own count where the job's annotations have been told; else created - deleted of all its days.
std::int64_t object_count(const JobRecord& job);

// The sum over the jobs.
std::int64_t object_count(std::span<const JobSummary> jobs);

Statistic total_object_count(std::int64_t count, TimePoint now);

}  // namespace retally
