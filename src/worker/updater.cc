#include "worker/updater.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/report.h"

namespace retally {

Outcome outcome_of(const Renewed& renewed, RunKind kind) {
  const bool in_vain = renewed.result == Renewal::missing && kind == RunKind::request;
  return in_vain ? Outcome::failure("No report has been computed") : Outcome::success();
}

Renewed Updater::renew(ResourceId id, bool again, const MayGoOn& may_go_on, std::int64_t at_most) {
  const std::unique_ptr<Reader> reader = store_.read();
  const std::optional<Resource> resource = reader->resource(id);
  if (!resource || resource->deleted) return {Renewal::missing, 0};

  // Jobs come first, then tasks, then the project: what is above is made of what is below.
  std::vector<ResourceId> stale = reader->stale_below(id);
  if (again && std::find(stale.begin(), stale.end(), id) == stale.end()) stale.push_back(id);

  Renewed renewed;
  Summaries fresh;
  std::vector<StoredReport> reports;
  for (std::size_t i = 0; i < stale.size(); ++i) {
    reports.push_back(stale[i].kind == ResourceKind::job ? job_report(*reader, stale[i].id, fresh)
                                                         : rollup_report(*reader, stale[i], fresh));
    if (stale[i] == id) reports.back().version = std::min(reports.back().version, at_most);
    if (reports.size() < kReportsPerSave && i + 1 < stale.size()) continue;
    if (!may_go_on()) return {Renewal::lost, renewed.reports};
    renewed.reports += store_.save(reports);
    reports.clear();
  }
  return renewed;
}

StoredReport Updater::job_report(Reader& reader, std::int64_t job, Summaries& fresh) {
  const JobRecord record = reader.job(job).value();
  const TimePoint now = clock_.now();
  const JobSummary summary = fresh[job] = summarise(record);
  return {record.resource.id, record.resource.version, now, to_body(make_report(record, now)), summary};
}

// The summaries of jobs that were renewed in this run are not in the reader's moment yet: they are laid over
// it.
StoredReport Updater::rollup_report(Reader& reader, ResourceId id, const Summaries& fresh) {
  const RollupRecord record = reader.rollup(id).value();
  std::vector<JobSummary> jobs = reader.summaries(id);
  for (JobSummary& job : jobs) {
    if (const auto renewed = fresh.find(job.job); renewed != fresh.end()) job = renewed->second;
  }
  const TimePoint now = clock_.now();
  return {id, record.resource.version, now, to_body(make_report(record, jobs, now)), {}};
}

}  // namespace retally
