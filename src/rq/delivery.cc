#include "rq/delivery.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "rq/keys.h"
#include "schedule/pause.h"

namespace retally::rq {
namespace {

// Runs of one claim: their jobs go into the queue in one round trip.
constexpr std::size_t kClaim = 100;
// Runs that are ended at once: so many are renewed before the first of them is told of.
constexpr std::size_t kEndings = 16;
// How often all jobs are looked at where the server cannot tell what has changed.
constexpr Millis kLook{250};

// How often else, for what nobody tells of: workers that have gone, and leases that have to be extended.
Millis round_of(const DeliveryOptions& options) {
  return std::min(options.abandoned_after / 10, options.lease / 4);
}

Outcome outcome_of(const std::string& job, const JobState& state) {
  const auto failure = [&](const std::string& why) {
    return Outcome::failure("RQ's job " + job + ": " + why);
  };
  switch (state.phase) {
    case JobPhase::finished:
      return Outcome::success();
    case JobPhase::gone:
      return failure("it is gone from Redis");
    case JobPhase::failed:
      return failure(state.why.empty() ? "it failed, or was cancelled" : state.why);
    case JobPhase::waiting:
    case JobPhase::started:
      break;
  }
  return failure("its worker is gone");
}

}  // namespace

Delivery::Delivery(Schedule& schedule, Store& store, Updater& updater, prometheus::Registry& metrics,
                   const DeliveryOptions& options)
    : schedule_(schedule),
      store_(store),
      updater_(updater),
      metrics_(metrics),
      options_(options),
      server_(options_.redis),
      outbox_(server_, options_.queue),
      watcher_(server_, {kJob + kUpdateId, kJob + kRequestId},
               [this](const std::vector<std::string>& keys) {
                 const std::scoped_lock lock(mutex_);
                 if (keys.empty()) look_at_all_ = true;
                 for (const std::string& key : keys) {
                   std::string job = key.substr(kJob.size());
                   if (errands_.contains(job)) changed_jobs_.insert(std::move(job));
                 }
                 if (look_at_all_ || !changed_jobs_.empty()) changed_.notify_one();
               }),
      claimer_([this](const std::stop_token& stop) { claim_loop(stop); }),
      watchman_([this](const std::stop_token& stop) { watch_loop(stop); }) {}

Delivery::~Delivery() = default;

void Delivery::claim_loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::size_t most = 0;
    {
      std::unique_lock lock(mutex_);
      if (!free_.wait(lock, stop, [this] { return errands_.size() < kAtOnce; })) return;
      most = std::min(kClaim, kAtOnce - errands_.size());
    }
    try {
      claim(most, stop);
    } catch (const std::exception& error) {
      spdlog::warn("delivery: {}; tried again in {} ms", error.what(), kPause.count());
      pause(stop);
    }
  }
}

void Delivery::claim(std::size_t most, const std::stop_token& stop) {
  std::vector<Run> runs = schedule_.claim(most, options_.lease);
  if (runs.empty()) {
    schedule_.wait(stop);
    return;
  }
  std::vector<Errand> errands;
  errands.reserve(runs.size());
  const Steady::time_point now = Steady::now();
  for (Run& run : runs) {
    metrics_.started(run);
    errands.push_back({std::move(run), 0, now, now + options_.lease / 2, false});
  }
  try {
    for (Errand& errand : errands) errand.version = version_of(errand.run.target);
  } catch (const std::exception& error) {
    return fail(std::move(errands), error.what());
  }
  place(std::move(errands));
}

void Delivery::fail(std::vector<Errand> errands, const std::string& why) {
  std::vector<Ended> ended;
  ended.reserve(errands.size());
  for (Errand& errand : errands) ended.push_back({"", std::move(errand), Outcome::failure(why)});
  end(std::move(ended));
}

// Runs whose jobs could not be placed fail, and are tried again by the schedule's rule.
void Delivery::place(std::vector<Errand> errands) {
  std::vector<NewJob> jobs;
  jobs.reserve(errands.size());
  for (const Errand& errand : errands) jobs.push_back(job_of(errand.run, options_));
  std::vector<Placed> placed;
  try {
    placed = outbox_.place(jobs);
  } catch (const std::exception& error) {
    return fail(std::move(errands), error.what());
  }
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < errands.size(); ++i) {
    errands[i].behind = placed[i].placing == Placing::behind;
    // It may have ended before anybody listened for it.
    changed_jobs_.insert(placed[i].job);
    errands[i].phase = JobPhase::waiting;
    errands[i].missing = false;
    errands[i].heartbeat.clear();
    errands[i].heard = Steady::now();
    errands_.insert_or_assign(placed[i].job, std::move(errands[i]));
  }
  changed_.notify_one();
}

// Of what is no resource: 0.
std::int64_t Delivery::version_of(const std::string& target) {
  const std::optional<ResourceId> id = resource_of(target);
  const std::optional<Resource> resource = id ? store_.read()->resource(*id) : std::nullopt;
  return resource ? resource->version : 0;
}

void Delivery::watch_loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::vector<std::string> jobs = wait_for_changes(stop);
    extend_leases();
    try {
      for (std::size_t at = 0; at < jobs.size(); at += Outbox::kMost)
        look_at(std::span(jobs).subspan(at, std::min(jobs.size() - at, Outbox::kMost)));
    } catch (const std::exception& error) {
      spdlog::warn("delivery: {}; tried again in {} ms", error.what(), kPause.count());
      pause(stop);
      const std::scoped_lock lock(mutex_);
      look_at_all_ = true;
    }
  }
}

// The jobs to look at: those that have changed, and once a round all of them.
std::vector<std::string> Delivery::wait_for_changes(const std::stop_token& stop) {
  const Millis round = watcher_.hears() ? round_of(options_) : kLook;
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, stop, next_round_, [this] { return look_at_all_ || !changed_jobs_.empty(); });
  std::vector<std::string> jobs;
  if (look_at_all_ || Steady::now() >= next_round_) {
    for (const auto& [job, errand] : errands_) jobs.push_back(job);
    next_round_ = Steady::now() + round;
  } else {
    jobs.assign(changed_jobs_.begin(), changed_jobs_.end());
  }
  changed_jobs_.clear();
  look_at_all_ = false;
  return jobs;
}

void Delivery::look_at(std::span<const std::string> jobs) {
  const std::vector<JobState> states = outbox_.look({jobs.begin(), jobs.end()});
  std::vector<std::size_t> over;
  std::vector<std::string> long_waiting;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const JobPhase phase = states[i].phase;
    const bool silent = silence_of(jobs[i], states[i]) > options_.abandoned_after;
    if (phase == JobPhase::waiting) {
      if (silent) long_waiting.push_back(jobs[i]);
    } else if (phase != JobPhase::started || (silent && outbox_.abandon(jobs[i], states[i].heartbeat))) {
      over.push_back(i);
    }
  }
  if (!long_waiting.empty()) recall(long_waiting);
  for (std::size_t at = 0; at < over.size(); at += kEndings) {
    std::vector<Ended> ended;
    std::vector<Errand> again;
    for (const std::size_t i : std::span(over).subspan(at, std::min(over.size() - at, kEndings))) {
      std::optional<Errand> errand = errand_of(jobs[i]);
      if (!errand) continue;
      if (errand->behind) {
        take_out(jobs[i]);
        again.push_back(std::move(*errand));
      } else {
        ended.push_back({jobs[i], std::move(*errand), outcome_of(jobs[i], states[i])});
      }
    }
    if (!again.empty()) place(std::move(again));
    end(std::move(ended));
    extend_leases();
  }
}

// For how long a job has given no sign of life. That is counted here, from when its worker last wrote another
// time: whether it is the right time, only the worker's machine knows.
Millis Delivery::silence_of(const std::string& job, const JobState& state) {
  const Steady::time_point now = Steady::now();
  const std::scoped_lock lock(mutex_);
  const auto found = errands_.find(job);
  if (found == errands_.end()) return Millis(0);
  Errand& errand = found->second;
  if (errand.phase != state.phase || errand.heartbeat != state.heartbeat) {
    errand.phase = state.phase;
    errand.heartbeat = state.heartbeat;
    errand.heard = now;
  }
  return std::chrono::duration_cast<Millis>(now - errand.heard);
}

// A job that waits gives no sign. So it is looked for in its queue once in a while: one that is missing twice
// was taken by a worker that died before it said so, and would say for ever that it waits.
void Delivery::recall(const std::vector<std::string>& jobs) {
  std::vector<Missed> asked;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::string& job : jobs) {
      const auto errand = errands_.find(job);
      if (errand != errands_.end()) asked.push_back({job, errand->second.missing});
    }
  }
  const std::vector<Waiting> found = outbox_.recall(asked);
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (found[i] == Waiting::put) spdlog::warn("job {}: it was in no queue, and is put back", asked[i].job);
    const auto errand = errands_.find(asked[i].job);
    if (errand == errands_.end()) continue;
    errand->second.missing = found[i] == Waiting::missing;
    errand->second.heard = Steady::now();
  }
}

std::optional<Delivery::Errand> Delivery::errand_of(const std::string& job) {
  const std::scoped_lock lock(mutex_);
  const auto found = errands_.find(job);
  return found == errands_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Delivery::Errand> Delivery::take_out(const std::string& job) {
  const std::scoped_lock lock(mutex_);
  auto node = errands_.extract(job);
  if (node.empty()) return std::nullopt;
  free_.notify_one();
  return std::move(node.mapped());
}

// An errand stays one until its run is ended: so its lease is extended meanwhile, and if the schedule is
// away, it is looked at again.
void Delivery::end(std::vector<Ended> ended) {
  if (ended.empty()) return;
  std::vector<Ending> endings;
  std::vector<std::string> forgotten;
  for (Ended& one : ended) {
    if (!one.outcome.error) one.outcome = renew(one.errand);
    endings.push_back({one.errand.run.target, one.errand.run.token, one.outcome.error});
    if (!one.job.empty()) forgotten.insert(forgotten.end(), {one.errand.run.target, one.job});
  }
  const std::vector<bool> kept = schedule_.finish(endings);
  for (std::size_t i = 0; i < ended.size(); ++i) {
    const Errand& errand = ended[i].errand;
    if (!ended[i].job.empty() && !take_out(ended[i].job)) continue;  // its lease was lost, as has been told
    metrics_.ended(errand.run, Steady::now() - errand.begin, ended[i].outcome, kept[i]);
  }
  if (!forgotten.empty()) outbox_.forget(forgotten);
}

// retally's own reports follow the job. They count as no newer than what the job can have taken account of:
// so a change that it came too late for, and whose touch was lost, is found stale.
Outcome Delivery::renew(const Errand& errand) {
  const std::optional<ResourceId> resource = resource_of(errand.run.target);
  if (!resource) return Outcome::success();
  // It may take longer than a lease.
  const auto may_go_on = [&] {
    extend_leases();
    return schedule_.holds(errand.run);
  };
  try {
    const bool asked_for = errand.run.kind == RunKind::request;
    const Renewed renewed = updater_.renew(*resource, asked_for, may_go_on, errand.version);
    metrics_.renewed(renewed.reports);
    return outcome_of(renewed, errand.run.kind);
  } catch (const std::exception& error) {
    return Outcome::failure(error.what());
  }
}

// Where the schedule is away, the leases are asked for again soon.
void Delivery::extend_leases() {
  const Steady::time_point now = Steady::now();
  std::vector<std::string> jobs;
  std::vector<Run> runs;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [job, errand] : errands_) {
      if (errand.extend_at > now) continue;
      jobs.push_back(job);
      runs.push_back(errand.run);
    }
  }
  if (jobs.empty()) return;
  try {
    const std::vector<std::optional<TimePoint>> leases = schedule_.extend(runs, options_.lease);
    for (std::size_t i = 0; i < jobs.size(); ++i) extended(jobs[i], runs[i], leases[i].has_value(), now);
  } catch (const std::exception& error) {
    spdlog::warn("delivery: leases: {}; tried again in {} ms", error.what(), kPause.count());
    const std::scoped_lock lock(mutex_);
    next_round_ = std::min(next_round_, Steady::now() + kPause);
  }
}

// The job may have become another run's meanwhile.
void Delivery::extended(const std::string& job, const Run& run, bool holds, Steady::time_point asked) {
  const std::scoped_lock lock(mutex_);
  const auto found = errands_.find(job);
  if (found == errands_.end() || found->second.run.token != run.token) return;
  if (holds) {
    found->second.extend_at = asked + options_.lease / 2;
    return;
  }
  metrics_.ended(run, asked - found->second.begin, Outcome::success(), false);
  errands_.erase(found);
  free_.notify_one();
}

}  // namespace retally::rq
