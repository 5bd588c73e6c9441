// The schedule in memory: a table for each state, and one mutex over all of them.
//
// A target that runs is held in the other tables: neither its next update nor a request for it is handed out
// before the run has ended.
//
// Who waits is told of each event that may be sooner than all before. A claim is none: until then there was
// something to claim, and nobody slept.
#include "retally/memory_schedule.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

#include "schedule/failed_table.h"
#include "schedule/pending_table.h"
#include "schedule/request_table.h"
#include "schedule/running_table.h"
#include "schedule/target.h"
#include "schedule/waiting_room.h"

namespace retally {
namespace {

// A clock that is set forward, or a machine that has slept, is noticed after so long.
constexpr Millis kLongestSleep = std::chrono::minutes(1);

class MemorySchedule final : public Schedule {
 public:
  MemorySchedule(ScheduleOptions options, Clock& clock)
      : options_(options), clock_(clock), waiting_(clock, kLongestSleep), failed_(options.failed_size) {}

  std::vector<Touched> touch(std::span<const Touch> touches) override;
  std::vector<Run> claim(std::size_t max, Millis lease) override;
  bool wait(std::stop_token stop) override;
  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override;
  bool holds(const Run& run) override;
  std::vector<bool> finish(std::span<const Ending> endings) override;
  std::string request(std::string_view target, std::string_view user) override;
  std::optional<Request> find_request(std::string_view id) override;
  void forget_request(std::string_view id) override;
  bool cancel(std::string_view target) override;
  bool retry(std::string_view target) override;
  std::vector<TargetState> states(std::span<const std::string> targets) override;
  std::optional<TimePoint> due(std::string_view target) override;
  Listing list(ListState state, std::size_t offset, std::size_t limit) override;
  Stats stats() override;

 private:
  // All of these are called with mutex_ held.
  Touched touch_one(const Touch& touch, TimePoint now);
  Touched make_pending(const Touch& touch, TimePoint now);
  void wake(std::unique_lock<std::mutex> lock);
  void take_back_orphans(TimePoint now);
  std::optional<ListEntry> next_run(TimePoint now);
  Run start(ListEntry entry, TimePoint now, Millis lease);
  void end(std::string_view target, std::optional<std::string> error, TimePoint now);
  void try_again(ListEntry entry, TimePoint now);
  void remember(const ListEntry& entry);
  Listing list_history(std::size_t offset, std::size_t limit) const;
  std::optional<WaitingRoom::Left> left() const;

  const ScheduleOptions options_;
  Clock& clock_;
  WaitingRoom waiting_;

  std::mutex mutex_;  // guards all below
  PendingTable pending_;
  RunningTable running_;
  FailedTable failed_;
  RequestTable requests_;
  std::deque<ListEntry> history_;  // latest first
  std::uint64_t next_token_ = 1;
  Stats counts_;  // only what is counted since the start
};

bool is_settled(const Policy& policy, TimePoint first_touch, TimePoint due) {
  return due >= first_touch + policy.max_wait;
}

std::vector<Touched> MemorySchedule::touch(std::span<const Touch> touches) {
  std::ranges::for_each(touches, check_touch);
  std::vector<Touched> answers;
  answers.reserve(touches.size());
  std::unique_lock lock(mutex_);
  const TimePoint now = clock_.now();
  for (const Touch& touch : touches) {
    answers.push_back(touch_one(touch, now));
  }
  const auto is_scheduled = [](const Touched& it) { return it.result == TouchResult::scheduled; };
  if (std::ranges::any_of(answers, is_scheduled)) {
    wake(std::move(lock));
  }
  return answers;
}

Touched MemorySchedule::touch_one(const Touch& touch, TimePoint now) {
  counts_.touches += touch.count;
  const Pending* pending = pending_.find(touch.target);
  if (pending == nullptr) {
    return make_pending(touch, now);
  }
  counts_.merges += touch.count;
  // A retry, or a clock that was set back, may be due later than the policy says: nothing is put forward.
  const TimePoint due = std::max(pending->due, options_.policy.due(pending->first_touch, now));
  const auto result = due > pending->due ? TouchResult::postponed : TouchResult::merged;
  pending_.touch(touch.target, touch.count, due);
  return {result, due, now, is_settled(options_.policy, pending->first_touch, due)};
}

Touched MemorySchedule::make_pending(const Touch& touch, TimePoint now) {
  counts_.merges += touch.count - 1;
  Pending pending{.first_touch = now, .due = options_.policy.due(now, now), .touches = touch.count};
  pending.held = running_.contains(touch.target);
  if (const auto failed = failed_.take(touch.target)) {
    pending.touches += failed->touches;
  }
  const TimePoint due = pending.due;
  pending_.put(touch.target, std::move(pending));
  return {TouchResult::scheduled, due, now, is_settled(options_.policy, now, due)};
}

std::vector<Run> MemorySchedule::claim(std::size_t max, Millis lease) {
  check_lease("claim", lease);
  const std::scoped_lock lock(mutex_);
  const TimePoint now = clock_.now();
  take_back_orphans(now);
  requests_.forget_ended(now - options_.request_result_ttl);
  std::vector<Run> runs;
  while (runs.size() < max) {
    auto entry = next_run(now);
    if (!entry) {
      break;
    }
    runs.push_back(start(*std::move(entry), now, lease));
  }
  return runs;
}

void MemorySchedule::take_back_orphans(TimePoint now) {
  while (const auto target = running_.orphan(now)) {
    ++counts_.orphans;
    end(*target, "the lease ran out: its worker is gone, or was too slow to extend it", now);
  }
}

std::optional<ListEntry> MemorySchedule::next_run(TimePoint now) {
  if (auto target = requests_.ready()) {
    const RequestRecord& record = requests_.start(*target);
    return ListEntry{.target = *std::move(target),
                     .kind = RunKind::request,
                     .user = record.request.user,
                     .due = record.asked,
                     .attempt = 1};
  }
  if (auto target = pending_.ready(now)) {
    const Pending pending = pending_.take(*target);
    return ListEntry{.target = *std::move(target),
                     .first_touch = pending.first_touch,
                     .due = pending.due,
                     .attempt = pending.attempt,
                     .touches = pending.touches};
  }
  return std::nullopt;
}

Run MemorySchedule::start(ListEntry entry, TimePoint now, Millis lease) {
  entry.started = now;
  entry.lease_until = now + lease;
  const RunToken token{next_token_++};
  Run run{entry.target,      token,         entry.kind,   entry.user, entry.due, entry.started,
          entry.lease_until, entry.attempt, entry.touches};
  pending_.hold(entry.target);
  running_.put({token, std::move(entry)});
  ++counts_.runs;
  return run;
}

std::vector<std::optional<TimePoint>> MemorySchedule::extend(std::span<const Run> runs, Millis lease) {
  check_lease("extend", lease);
  std::unique_lock lock(mutex_);
  const TimePoint now = clock_.now();
  std::vector<std::optional<TimePoint>> ends(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (running_.find(runs[i].target, runs[i].token, now) != nullptr) {
      running_.extend(runs[i].target, now + lease);
      ends[i] = now + lease;
    }
  }
  wake(std::move(lock));
  return ends;
}

bool MemorySchedule::holds(const Run& run) {
  const std::scoped_lock lock(mutex_);
  return running_.find(run.target, run.token, clock_.now()) != nullptr;
}

std::vector<bool> MemorySchedule::finish(std::span<const Ending> endings) {
  std::unique_lock lock(mutex_);
  const TimePoint now = clock_.now();
  std::vector<bool> ended;
  for (const Ending& ending : endings) {
    ended.push_back(running_.find(ending.target, ending.token, now) != nullptr);
    if (ended.back()) {
      end(ending.target, ending.error, now);
    }
  }
  wake(std::move(lock));
  return ended;
}

void MemorySchedule::end(std::string_view target, std::optional<std::string> error, TimePoint now) {
  ListEntry entry = running_.take(target);
  entry.ended = now;
  if (error) {
    entry.error = error->empty() ? "failed, and gave no reason" : cut_error(*std::move(error));
    ++counts_.failures;
  }
  remember(entry);
  if (entry.kind == RunKind::request) {
    requests_.end(target, error ? std::optional(entry.error) : std::nullopt, now);
  } else if (error) {
    try_again(std::move(entry), now);
  }
  pending_.release(target);
  requests_.release(target);
}

void MemorySchedule::try_again(ListEntry entry, TimePoint now) {
  if (const Pending* pending = pending_.find(entry.target)) {
    pending_.touch(entry.target, entry.touches, pending->due);
  } else if (entry.attempt < options_.retry.max_attempts) {
    pending_.put(entry.target, {.first_touch = entry.first_touch,
                                .due = now + options_.retry.delay(entry.attempt),
                                .attempt = entry.attempt + 1,
                                .touches = entry.touches,
                                .error = entry.error});
  } else {
    failed_.put(std::move(entry));
  }
}

void MemorySchedule::remember(const ListEntry& entry) {
  history_.push_front(entry);
  if (history_.size() > options_.history_size) {
    history_.pop_back();
  }
}

std::string MemorySchedule::request(std::string_view target, std::string_view user) {
  check_target("request", target);
  check_user("request", user);
  std::unique_lock lock(mutex_);
  std::string id = requests_.ask(target, user, clock_.now(), running_.contains(target)).id;
  wake(std::move(lock));
  return id;
}

std::optional<Request> MemorySchedule::find_request(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  requests_.forget_ended(clock_.now() - options_.request_result_ttl);
  const Request* request = requests_.find(id);
  return request == nullptr ? std::nullopt : std::optional(*request);
}

void MemorySchedule::forget_request(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  requests_.forget(id);
}

bool MemorySchedule::cancel(std::string_view target) {
  check_target("cancel", target);
  const std::scoped_lock lock(mutex_);
  if (pending_.find(target) != nullptr) {
    pending_.take(target);
    return true;
  }
  return failed_.take(target).has_value();
}

bool MemorySchedule::retry(std::string_view target) {
  check_target("retry", target);
  std::unique_lock lock(mutex_);
  const auto failed = failed_.take(target);
  if (!failed) {
    return false;
  }
  pending_.put(target, {.first_touch = failed->first_touch,
                        .due = clock_.now(),
                        .touches = failed->touches,
                        .error = failed->error,
                        .held = running_.contains(target)});
  wake(std::move(lock));
  return true;
}

std::vector<TargetState> MemorySchedule::states(std::span<const std::string> targets) {
  for (const std::string& target : targets) {
    check_target("states", target);
  }
  std::vector<TargetState> answers;
  answers.reserve(targets.size());
  const std::scoped_lock lock(mutex_);
  for (const std::string& target : targets) {
    answers.push_back(
        {pending_.find(target) != nullptr, running_.contains(target), failed_.contains(target)});
  }
  return answers;
}

std::optional<TimePoint> MemorySchedule::due(std::string_view target) {
  check_target("due", target);
  const std::scoped_lock lock(mutex_);
  const Pending* pending = pending_.find(target);
  return pending == nullptr ? std::nullopt : std::optional(pending->due);
}

Listing MemorySchedule::list(ListState state, std::size_t offset, std::size_t limit) {
  limit = std::min(limit, kMaxPage);
  const std::scoped_lock lock(mutex_);
  switch (state) {
    case ListState::pending:
      return pending_.list(offset, limit);
    case ListState::running:
      return running_.list(offset, limit);
    case ListState::failed:
      return failed_.list(offset, limit);
    case ListState::history:
      break;
  }
  return list_history(offset, limit);
}

Listing MemorySchedule::list_history(std::size_t offset, std::size_t limit) const {
  Listing page{.entries = {}, .total = history_.size()};
  for (; offset < history_.size() && limit > 0; ++offset, --limit) {
    page.entries.push_back(history_[offset]);
  }
  return page;
}

Stats MemorySchedule::stats() {
  const std::scoped_lock lock(mutex_);
  Stats stats = counts_;
  stats.pending = pending_.size();
  stats.running = running_.size();
  stats.failed = failed_.size();
  stats.requests = requests_.queued();
  stats.oldest_pending = pending_.oldest();
  stats.next_due = pending_.next_due();
  return stats;
}

bool MemorySchedule::wait(std::stop_token stop) {
  return waiting_.wait(std::move(stop), [this] {
    const std::scoped_lock lock(mutex_);
    return left();
  });
}

// Until the next event: what is due, or the end of a lease.
std::optional<WaitingRoom::Left> MemorySchedule::left() const {
  if (requests_.has_ready()) {
    return WaitingRoom::Left(0);
  }
  const TimePoint next = std::min(pending_.next_ready(), running_.next_lease_end());
  return next == TimePoint::max() ? std::nullopt : std::optional(clock_.left(next));
}

// Tells who waits of the next event, which may be sooner than before.
void MemorySchedule::wake(std::unique_lock<std::mutex> lock) {
  const std::optional<WaitingRoom::Left> next = left();
  lock.unlock();
  if (next) {
    waiting_.expect(*next);
  }
}

}  // namespace

std::unique_ptr<Schedule> make_memory_schedule(ScheduleOptions options, Clock& clock) {
  check(options);
  return std::make_unique<MemorySchedule>(options, clock);
}

}  // namespace retally
