// The job of RQ that a run becomes.
#pragma once

#include <string>
#include <vector>

#include "retally/schedule.h"
#include "rq/delivery_options.h"

namespace retally::rq {

// What the ids of all these jobs begin with.
inline const std::string kUpdateId = "update-analytics-report-";
inline const std::string kRequestId = "analytics-calculate-report-";

struct NewJob {
  std::string target;
  // "update-analytics-report-project-7-1718194500000": CVAT's, with the due time in ms; of a request
  // "analytics-calculate-report-project-7-…". RQ 2 takes letters, digits, '-' and '_' only: any other byte of
  // the target becomes a '_' and two hexadecimal digits.
  std::string id;
  std::vector<std::string> fields;  // of its hash: name, value, …; the server adds the time
};

// Calls the function with cvat_project_id=7, cvat_task_id or cvat_job_id; for any other target with target=….
// The meta of an update tells `target`, `attempt` and `touches`; that of a request has CVAT's `user_id` and
// `job_type`, and its result is kept for 120 s.
NewJob job_of(const Run& run, const DeliveryOptions& options);

}  // namespace retally::rq
