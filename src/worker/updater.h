// Renews reports: the one of a resource, and those of everything below it that changed, and only those.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>

#include "retally/schedule.h"
#include "store/store.h"

namespace retally {

enum class Renewal {
  done,     // every report is as new as the moment at which the renewal began
  missing,  // the resource is not known, or deleted: it has no report
  lost,     // the caller said that it may not go on; what had been saved is whole and right
};

struct Renewed {
  Renewal result = Renewal::done;
  std::size_t reports = 0;  // how many were worked out and saved
};

// How a run of this kind ends with it. A request whose object is gone fails, in CVAT's words; a regular
// update has nothing to do for it, and that is well.
Outcome outcome_of(const Renewed& renewed, RunKind kind);

class Updater {
 public:
  // Asked before each save, and at least every kReportsPerSave reports: whether this run still may go on.
  using MayGoOn = std::function<bool()>;

  // So that one transaction, and the bodies that wait for it, stay small whatever the project.
  static constexpr std::size_t kReportsPerSave = 256;

  // Both must outlive it.
  Updater(Store& store, Clock& clock) : store_(store), clock_(clock) {}

  // With `again`, the resource's own report is worked out anew even if nothing has changed: somebody asked
  // for it. Its own report counts as one of version `at_most`, if it shows a later one: for a run that took
  // account of no more than that elsewhere, so that what came later stays stale. Any thread may call it.
  // Throws Error(unavailable) when the store can't be read or written.
  Renewed renew(ResourceId id, bool again, const MayGoOn& may_go_on, std::int64_t at_most = INT64_MAX);

 private:
  using Summaries = std::unordered_map<std::int64_t, JobSummary>;

  StoredReport job_report(Reader& reader, std::int64_t job, Summaries& fresh);
  StoredReport rollup_report(Reader& reader, ResourceId id, const Summaries& fresh);

  Store& store_;
  Clock& clock_;
};

}  // namespace retally
