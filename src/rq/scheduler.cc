#include "rq/scheduler.h"

#include <spdlog/spdlog.h>

#include <array>
#include <utility>

#include "retally/error.h"
#include "rq/keys.h"
#include "rq/recurrence.h"

namespace retally::rq {
Look Scheduler::step() {
  Look look;
  std::vector<std::string> decisions;
  for (;;) {
    const std::size_t before = look.moved + look.gone + unreadable_.size();
    const std::vector<Candidate> candidates = move(decisions, look);
    decisions = decide(candidates, look.now);
    const bool full = look.moved + look.gone + unreadable_.size() - before >= kBatch;
    if (decisions.empty() && !full) {
      return look;
    }
  }
}

std::vector<Scheduler::Candidate> Scheduler::move(const std::vector<std::string>& decisions, Look& look) {
  static const std::array<std::string, 3> kKeys = {kScheduledJobs, kSchedulerLock, kQueues};
  std::vector<std::string> arguments = {std::to_string(kBatch), std::to_string(unreadable_.size())};
  arguments.insert(arguments.end(), unreadable_.begin(), unreadable_.end());
  arguments.insert(arguments.end(), decisions.begin(), decisions.end());

  redis::ReplyReader answer = server_.call("move_due", kKeys, arguments);
  look.now = to_micros(answer.text());
  look.moved += static_cast<std::size_t>(answer.integer());
  look.gone += static_cast<std::size_t>(answer.integer());
  look.again += static_cast<std::size_t>(answer.integer());
  look.locked = answer.integer() != 0;
  const std::string next = answer.text();
  look.next = next.empty() ? std::nullopt : std::optional(to_micros(next));

  for (std::int64_t left = answer.integer(); left > 0; --left) {
    const std::string job = answer.text();
    leave_alone(job, answer.text());
  }

  std::vector<Candidate> candidates;
  while (!answer.done()) {
    Candidate& candidate = candidates.emplace_back();
    candidate.id = answer.text();
    candidate.time = answer.text();
    candidate.meta = answer.text();
  }
  return candidates;
}

std::vector<std::string> Scheduler::decide(const std::vector<Candidate>& candidates, Micros now) {
  std::vector<std::string> decisions;
  for (const Candidate& candidate : candidates) {
    try {
      Next next = next_after(candidate.meta, now);
      decisions.insert(decisions.end(),
                       {candidate.id, candidate.time, std::move(next.time), std::move(next.meta)});
    } catch (const Error& error) {
      leave_alone(candidate.id, std::string(error.what()) + ", and it may be due again");
    }
  }
  return decisions;
}

void Scheduler::leave_alone(const std::string& job, const std::string& why) {
  spdlog::warn("job {}: {}. It is not moved: mend it, cancel it, or schedule it anew", job, why);
  unreadable_.insert(job);
}

}  // namespace retally::rq
