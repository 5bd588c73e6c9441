// Where retally keeps what it knows. The database is the truth: everything else can be rebuilt from it.
//
// Tallies are kept per (resource, annotator, day) at all three levels: an event adds to its job's tally, and,
// when the job is included, to its task's and its project's, in one transaction. A job is included in its
// task when it is of type annotation and not deleted, and in its project when the task is not deleted either.
// So a report reads its own rows only, and a project of a thousand jobs costs as much as one.
//
// Every resource has a version that grows with every applied change of its own or of anything below it. A
// report knows the version that it shows: it is stale when that is less.
//
// The root of a resource is what is scheduled for it: its project, or its task where that belongs to no
// project, or the job itself.
//
// Every function may be called from any thread, and throws Error(unavailable) when the database can't be read
// or written: then nothing of the call has been applied.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "retally/clock.h"
#include "store/change_set.h"
#include "store/resource.h"
#include "store/tally.h"

namespace retally {

// What is known of a project, task or job.
struct Resource {
  ResourceId id;
  std::string name;          // empty: not known, and of every job
  std::string type;          // of a job; "annotation" where nothing else was said
  std::int64_t parent = 0;   // of a job its task, of a task its project; 0: none known
  std::int64_t project = 0;  // of a job: its task's project; 0: none known
  bool deleted = false;      // itself, or what it is in
  std::int64_t version = 0;
  std::int64_t report_version = 0;  // 0: no report yet
  TimePoint report_created{};
};

// CVAT's facts about a job, as its GET /api/jobs/<id> tells them. What is not given stays as it is.
struct JobFacts {
  std::int64_t job = 0;
  std::optional<std::int64_t> task{};
  std::optional<std::int64_t> project{};  // of the task; 0: it belongs to none
  std::optional<std::string> type{};
  std::optional<TimePoint> updated{};  // updated_date
};

// How many objects CVAT itself counts in a job's annotations.
struct AnnotationCount {
  std::int64_t tags = 0;
  std::int64_t shapes = 0;
  std::int64_t track_frames = 0;
  std::int64_t start_frame = 0;
  std::int64_t stop_frame = 0;
  TimePoint received{};

  std::int64_t total() const { return tags + shapes + track_frames; }
  bool operator==(const AnnotationCount&) const = default;
};

struct StateChange {
  std::int64_t time_ms = 0;
  std::string state;  // new, in progress, completed, rejected

  auto operator<=>(const StateChange&) const = default;
};

// All that a job's report is made of.
struct JobRecord {
  Resource resource;
  std::vector<DayTally> days;       // ascending; empty ones left out
  std::vector<StateChange> states;  // by time, then by state
  std::optional<AnnotationCount> annotations;
  std::optional<TimePoint> updated;  // CVAT's updated_date, if it was told
  std::optional<std::int64_t> last_event_ms;
};

// How long a job was in progress, and the event that ended it.
struct AnnotatingTime {
  std::int64_t seconds = 0;
  std::optional<std::int64_t> ended_ms;  // none: it never was
};

// What the reports above take from a job's.
struct JobSummary {
  std::int64_t job = 0;
  std::int64_t task = 0;
  std::int64_t object_count = 0;  // total_object_count of its report
  AnnotatingTime annotating;
};

// All that a task's or project's report is made of, besides the summaries of its jobs.
struct RollupRecord {
  Resource resource;
  std::vector<DayTally> days;  // ascending; of included jobs only
};

// A report as it is kept: the store does not look inside the body.
struct StoredReport {
  ResourceId id;
  std::int64_t version = 0;  // of the resource, as it was when the report was worked out
  TimePoint created{};
  std::string body;
  JobSummary summary;  // of a job's report; else empty
};

struct UserName {
  std::int64_t user = 0;
  std::string name;
};

struct ResourceQuery {
  static constexpr std::int64_t kAnyParent = -1;

  ResourceKind kind = ResourceKind::project;
  std::string search{};              // part of the name, or the id; any case (ASCII); empty: all
  std::int64_t parent = kAnyParent;  // of a task its project, of a job its task; 0: those that are in none
  std::int64_t after = 0;            // the id after which the page begins
  std::size_t limit = 100;           // cut to 10,000
};

struct StoreCounts {
  std::int64_t events = 0;  // identities kept
  std::int64_t projects = 0;
  std::int64_t tasks = 0;
  std::int64_t jobs = 0;
  std::int64_t rejects = 0;
};

// Everything that a Reader answers is of one moment, that of its making. It holds a connection: keep it
// short. A Reader belongs to one thread.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<Resource> resource(ResourceId id) = 0;
  // By id; those that are deleted too.
  virtual std::vector<Resource> resources(const ResourceQuery& query) = 0;

  // The root of a resource; none if the resource is not known.
  virtual std::optional<ResourceId> root(ResourceId id) = 0;

  // The resource itself and everything below it that is stale and not deleted: jobs first, then tasks, then
  // the project.
  virtual std::vector<ResourceId> stale_below(ResourceId id) = 0;

  // Up to `limit` roots that are stale and not deleted, in the order of ResourceId, those after `after` only.
  virtual std::vector<ResourceId> stale_roots(std::optional<ResourceId> after, std::size_t limit) = 0;

  virtual std::optional<JobRecord> job(std::int64_t job) = 0;
  virtual std::optional<RollupRecord> rollup(ResourceId id) = 0;

  // The summaries of the included jobs of a task or project, by job, as their stored reports give them. A job
  // without a report is listed with zeros.
  virtual std::vector<JobSummary> summaries(ResourceId id) = 0;

  // Per annotator and day, by user, then day, from `from` to `to` inclusive.
  virtual std::vector<UserDayTally> user_days(ResourceId id, Day from, Day to) = 0;
  virtual std::vector<UserName> user_names(std::span<const std::int64_t> users) = 0;

  // None if there is none yet, and of what is deleted.
  virtual std::optional<StoredReport> report(ResourceId id) = 0;

  // The time of the latest event whose identity is kept.
  virtual std::optional<TimePoint> latest_event() = 0;

  virtual std::vector<Reject> rejects(std::size_t offset, std::size_t limit) = 0;  // latest first
  virtual StoreCounts counts() = 0;

  // Events from before this are to be refused, as forget() says; TimePoint::min(): none has been forgotten.
  virtual TimePoint forgotten_before() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  struct Result {
    std::vector<Applied> applied;     // of each set, in their order
    std::vector<ResourceId> touched;  // the roots whose versions have grown, sorted, once each
  };

  // Applies the sets in one transaction that is on disk when it returns. Throws Error(invalid_input) if a sum
  // would leave 64 bits: one of the sets is at fault, the others can be applied. Throws Error(unavailable)
  // for a new change of a time whose identities are deleted: whoever made the set did not ask
  // forgotten_before(), or long ago.
  virtual Result apply(std::span<const ChangeSet* const> sets) = 0;

  // Takes CVAT's own word for a job: it wins over all events, and over what was told before. Both return the
  // roots whose versions have grown, and throw Error(invalid_input) for an id below 1, and for the project of
  // a job whose task is neither given nor known.
  virtual std::vector<ResourceId> put_job_facts(const JobFacts& facts) = 0;
  virtual std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) = 0;

  // Takes back a deletion: of the resource, and of everything below that went along with it. What was deleted
  // by itself before that stays deleted, and a resource that is not deleted itself as it is. Events of the
  // same deletion that come later are taken back too. Throws Error(not_found) if it is not known.
  virtual std::vector<ResourceId> restore(ResourceId id, TimePoint now) = 0;

  // Saves reports in one transaction; one that is older than the stored one is left out. Returns how many
  // were saved.
  virtual std::size_t save(std::span<const StoredReport> reports) = 0;

  // Forgets which events from before `before` have been counted, in one transaction: refuses them from now
  // on, and deletes up to `limit` identities that have been refused for kRefusedFirst already, the oldest
  // first. So to forget is to call this on a beat, and again at once while it returns `limit`. Returns how
  // many were deleted. What is refused stays so, whatever later calls say.
  virtual std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) = 0;

  virtual std::unique_ptr<Reader> read() = 0;
};

// How long events are refused before their identities go: all nodes have asked forgotten_before() again by
// then, and applied what they had found good before.
inline constexpr Millis kRefusedFirst = std::chrono::hours(1);

// Opens (and makes, and migrates) the store that a URL names: "sqlite:PATH", "sqlite::memory:",
// "postgresql://USER@HOST:PORT/DATABASE" with libpq's parameters.
// Throws Error(invalid_input) for another URL, Error(unavailable) when it can't be opened.
std::unique_ptr<Store> open_store(std::string_view url);

}  // namespace retally
