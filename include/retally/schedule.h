// The schedule: touch a target as often as you like, and its update runs once per window, never early, never
// twice at once, and never lost.
//
// A target is a short string such as "project:7". It is idle, pending (due at a time) or running (under a
// lease); it may be pending *and* running. The pending record is the lock: there is no second key that could
// outlive it.
//
// What every implementation keeps:
//   1. At most one pending record per target, whoever touches it.
//   2. No change is lost: for a touch accepted at t there is a run that starts at or after t, and not later
//   than its due time
//      plus the dispatch lateness while a worker is alive. A touch during a run makes the target pending
//      again.
//   3. Never early, by the schedule's own clock.
//   4. One run of a target at a time. A run holds a lease with a token; who lost the lease cannot finish the
//   run.
//   5. Bounded: the schedule holds what is pending, running or failed, and a capped history.
//
// Besides its regular update, a person can ask for one now: a *request*. It has an id whose state can be
// polled, its result is kept for a while, and it never removes the pending record of the regular update.
//
// Every function may be called from any thread. One that takes a target by its name throws
// Error(invalid_input) if that is empty, longer than kMaxTargetBytes or holds a control character; of a run
// that cannot be the lease is lost. Any function throws Error(unavailable) where the schedule is elsewhere
// and away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "retally/clock.h"
#include "retally/policy.h"

namespace retally {

inline constexpr std::size_t kMaxTargetBytes = 200;
inline constexpr std::size_t kMaxUserBytes = 200;    // of who asks for an update
inline constexpr std::size_t kMaxErrorBytes = 1000;  // of why a run failed; the rest is cut off
inline constexpr std::uint64_t kMaxTouchCount = 1'000'000'000;
inline constexpr std::size_t kMaxPage = 1000;  // entries of one listing

// What became of a touch.
enum class TouchResult {
  scheduled,  // the target was not pending: it is now
  merged,     // it was pending, and stays due when it was
  postponed,  // it was pending, and is now due later (a debounce)
};

struct Touched {
  TouchResult result = TouchResult::scheduled;
  TimePoint due{};
  TimePoint at{};        // when it took effect, by the schedule's clock; by a Toucher's own if it was covered
  bool settled = false;  // `due` is at its cap: no later touch moves it
};

// A touch that stands for `count` changes of one target, 1 to kMaxTouchCount.
struct Touch {
  std::string_view target;
  std::uint64_t count = 1;
};

enum class RunKind {
  update,   // the regular update of a pending target
  request,  // somebody asked for it now
};

// Proves that its holder has the lease of one run. Never reused.
enum class RunToken : std::uint64_t {};

// One run that a worker has claimed.
struct Run {
  std::string target;
  RunToken token{};
  RunKind kind = RunKind::update;
  std::string user;           // who asked, for a request; else empty
  TimePoint due{};            // when it was to start
  TimePoint started{};        // when it was claimed; never before due
  TimePoint lease_until{};    // finish or extend before this, or another worker takes over
  int attempt = 1;            // 1 for the first run since the target became pending
  std::uint64_t touches = 0;  // how many changes it stands for
};

// How a run ended.
struct Outcome {
  std::optional<std::string> error;  // why it failed; none: it succeeded

  static Outcome success() { return {}; }
  static Outcome failure(std::string why) { return {std::move(why)}; }
};

// State of a request, as its poller sees it.
enum class RequestState { queued, started, finished, failed };

struct Request {
  std::string id;
  std::string target;
  std::string user;
  RequestState state = RequestState::queued;
  std::string error{};  // why, when failed
};

// The end of a run: what it was claimed as, and how it ended.
struct Ending {
  std::string_view target;
  RunToken token{};
  std::optional<std::string> error{};  // as in Outcome
};

// Where a target stands. A target can be in several of these at once.
struct TargetState {
  bool pending = false;
  bool running = false;
  bool failed = false;

  bool idle() const { return !pending && !running && !failed; }
};

enum class ListState { pending, running, failed, history };

// One line of a listing. Times that do not apply are zero.
struct ListEntry {
  std::string target;
  RunKind kind = RunKind::update;
  std::string user{};
  TimePoint first_touch{};
  TimePoint due{};
  TimePoint started{};
  TimePoint lease_until{};
  TimePoint ended{};
  int attempt = 0;
  std::uint64_t touches = 0;
  std::string error{};  // of the last run, when it failed
};

struct Listing {
  std::vector<ListEntry> entries;
  std::size_t total = 0;  // in this state, on all pages
};

struct Stats {
  std::size_t pending = 0;
  std::size_t running = 0;
  std::size_t failed = 0;
  std::size_t requests = 0;                 // queued, not started
  std::optional<TimePoint> oldest_pending;  // its first touch
  std::optional<TimePoint> next_due;

  // Since the schedule was made.
  std::uint64_t touches = 0;
  std::uint64_t merges = 0;  // touches that found their target pending
  std::uint64_t runs = 0;
  std::uint64_t failures = 0;
  std::uint64_t orphans = 0;  // runs whose lease ran out
};

class Schedule {
 public:
  virtual ~Schedule() = default;

  // Notes that targets have changed, in one round trip; the answers are in the order of the touches. Takes
  // effect before it returns. Throws Error(invalid_input) before it has touched any; after another error it
  // is unknown which were touched.
  virtual std::vector<Touched> touch(std::span<const Touch> touches) = 0;

  // The same for one change of one target, and for one change of each of many.
  Touched touch(std::string_view target);
  std::vector<Touched> touch(std::span<const std::string> targets);
  std::vector<Touched> touch(std::initializer_list<std::string_view> targets);
  // Write {Touch{"project:7", 3}}: {{"project:7", 3}} is ambiguous, and {"project:7", 3} compiles, but is the
  // target "pro".
  std::vector<Touched> touch(std::initializer_list<Touch> touches);

  // Takes up to `max` runs whose time has come, requests first, then those due longest (by name where due at
  // once), each under a lease of `lease`. Runs whose lease ran out are taken back first and count as failed.
  // Does not wait. A schedule that lies in shards keeps that order within each of them. Throws
  // Error(invalid_input) unless 1 ms <= lease <= 366 days; so does extend().
  virtual std::vector<Run> claim(std::size_t max, Millis lease) = 0;

  // Blocks until claim() may find something, or `stop` is requested. May return for no reason. Returns false
  // on stop. Sleeps meanwhile: of many who wait, one keeps the time; when it leaves, the next takes over. On
  // Redis that one asks four times a second, for what other processes have done.
  virtual bool wait(std::stop_token stop) = 0;

  // Holds the leases for another `lease` from now, in one round trip. Returns their new ends in the order of
  // the runs, none where the lease is lost: stop that run then. After an error it is unknown which were
  // extended.
  virtual std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) = 0;

  // The same for one run.
  std::optional<TimePoint> extend(const Run& run, Millis lease);

  // Whether the run still holds its lease: ask right before saving what it has worked out.
  virtual bool holds(const Run& run) = 0;

  // Ends runs, in one round trip; the answers are in the order of the endings. False, and nothing is changed,
  // where the lease is lost; so is that of a run which is named a second time. A failed update is tried again
  // by the RetryPolicy, unless the target has been touched since the run started: then it is pending already,
  // and starts afresh. A failed request is not tried again: somebody waits for the answer.
  virtual std::vector<bool> finish(std::span<const Ending> endings) = 0;

  // The same for one run.
  bool finish(const Run& run, const Outcome& outcome);

  // Asks for an update now, for `user`. While one is queued or started for that target its id is returned
  // again; one that has ended is replaced. The id is request_id(target). Throws Error(invalid_input) for a
  // user longer than kMaxUserBytes.
  virtual std::string request(std::string_view target, std::string_view user) = 0;

  // The request with that id, while it is queued or started, and for the schedule's result TTL after it has
  // ended; else none.
  virtual std::optional<Request> find_request(std::string_view id) = 0;

  // Forgets a request that has ended. One that has not goes on.
  virtual void forget_request(std::string_view id) = 0;

  // Takes the target's pending update off the schedule, or a failed one off the list. A run goes on. False if
  // neither. What had changed stays stale until the next touch or reconciliation.
  virtual bool cancel(std::string_view target) = 0;

  // Makes a failed target due now, with its attempts counted from the start. False if it has not failed.
  virtual bool retry(std::string_view target) = 0;

  // Where the targets stand, in their order, in one round trip.
  virtual std::vector<TargetState> states(std::span<const std::string> targets) = 0;

  // When the target's pending update is due; none if it is not pending.
  virtual std::optional<TimePoint> due(std::string_view target) = 0;

  // A page of what is in a state: pending by due time, running by start, failed and history latest first.
  // One round trip; `limit` is cut to kMaxPage.
  virtual Listing list(ListState state, std::size_t offset, std::size_t limit) = 0;

  virtual Stats stats() = 0;
};

// The id of the request for a target, the same every time: CVAT's, "analytics:calculate-report-job-11" for
// "job:11". That is the prefix "analytics:calculate-report-" and the target with '-' for ':'; a '-' or '%' of
// the target itself is percent-encoded, so that two targets never share an id.
std::string request_id(std::string_view target);

}  // namespace retally
