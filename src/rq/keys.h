// The keys of RQ and of rq-scheduler, as their versions of today name them.
#pragma once

#include <string>

namespace retally::rq {

inline const std::string kQueue = "rq:queue:";  // and a queue's name: a list of ids
inline constexpr const char* kIntermediate =
    ":intermediate";  // behind a queue's key: RQ 2's, what was taken off it
inline const std::string kStarted =
    "rq:wip:";  // and a queue's name: what workers have, by when they should have said so again
inline const std::string kFailed = "rq:failed:";     // and a queue's name: by when it is forgotten
inline const std::string kJob = "rq:job:";           // and an id: a hash
inline constexpr const char* kQueues = "rq:queues";  // a set of the queues' keys
inline constexpr const char* kScheduledJobs = "rq:scheduler:scheduled_jobs";  // rq-scheduler's, by time in s
inline constexpr const char* kSchedulerLock = "rq:scheduler_lock";            // held while one moves jobs
inline constexpr const char* kSchedulerInstance = "rq:scheduler_instance:";   // and a name: that it lives
inline constexpr const char* kRegistries = "rq:scheduled:";  // and a queue: RQ's own, by time in s
inline constexpr const char* kRegistryLocks =
    "rq:scheduler-lock:";  // and a queue: held while a worker moves them

}  // namespace retally::rq
