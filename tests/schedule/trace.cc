#include "trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace retally {
namespace {

// Times are told in ticks since the start; zero is "none".
std::string tell(TimePoint time) {
  return time == TimePoint{} ? "-" : fmt::format("{}", (time - kStart) / Millis(1));
}

std::string tell(std::optional<TimePoint> time) {
  return time ? tell(*time) : "none";
}

std::string tell(const Touched& touched) {
  constexpr std::array kResults = {"scheduled", "merged", "postponed"};
  return fmt::format("{} due {} at {}{}", kResults[static_cast<std::size_t>(touched.result)],
                     tell(touched.due), tell(touched.at), touched.settled ? " settled" : "");
}

const char* tell(RunKind kind) {
  return kind == RunKind::update ? "update" : "request";
}

std::string tell(const Run& run) {
  return fmt::format("{} of {} for '{}' due {} started {} lease {} attempt {} touches {}", tell(run.kind),
                     run.target, run.user, tell(run.due), tell(run.started), tell(run.lease_until),
                     run.attempt, run.touches);
}

std::string tell(const ListEntry& entry) {
  return fmt::format(
      "{} of {} for '{}' first {} due {} started {} lease {} ended {} attempt {} touches {} '{}'",
      tell(entry.kind), entry.target, entry.user, tell(entry.first_touch), tell(entry.due),
      tell(entry.started), tell(entry.lease_until), tell(entry.ended), entry.attempt, entry.touches,
      entry.error);
}

std::string tell(const std::optional<Request>& request) {
  constexpr std::array kStates = {"queued", "started", "finished", "failed"};
  return request ? fmt::format("{} of {} for '{}' {} '{}'", request->id, request->target, request->user,
                               kStates[static_cast<std::size_t>(request->state)], request->error)
                 : "none";
}

std::string tell(const Stats& stats) {
  return fmt::format(
      "pending {} running {} failed {} requests {} oldest {} next {} touches {} merges {} runs {} failures "
      "{} "
      "orphans {}",
      stats.pending, stats.running, stats.failed, stats.requests, tell(stats.oldest_pending),
      tell(stats.next_due), stats.touches, stats.merges, stats.runs, stats.failures, stats.orphans);
}

// Entries of the same time may be listed in any order.
std::string tell(ListState state, Listing listing) {
  std::ranges::sort(listing.entries, [](const ListEntry& a, const ListEntry& b) {
    return std::tie(a.ended, a.started, a.due, a.target, a.kind) <
           std::tie(b.ended, b.started, b.due, b.target, b.kind);
  });
  constexpr std::array kStates = {"pending", "running", "failed", "history"};
  std::string text = fmt::format("{} {}:\n", kStates[static_cast<std::size_t>(state)], listing.total);
  for (const ListEntry& entry : listing.entries) {
    text += "  " + tell(entry) + "\n";
  }
  return text;
}

}  // namespace

ScheduleOptions fixed_window() {
  return {.policy = {kTick, kTick}, .retry = {2, kTick, kTick}, .request_result_ttl = 4 * kTick};
}

ScheduleOptions debounce() {
  return {.policy = {kTick, 2 * kTick}, .retry = {2, kTick, kTick}, .request_result_ttl = 4 * kTick};
}

std::string to_string(const Trace& trace) {
  constexpr std::array kEvents = {"touch", "claim",  "finish",  "fail",   "finish_lost", "extend",
                                  "tick",  "expire", "request", "forget", "cancel",      "retry"};
  std::string text;
  for (const Step& step : trace) {
    text += kEvents[static_cast<std::size_t>(step.event)];
    text += step.target.empty() ? "; " : " " + step.target + "; ";
  }
  return text;
}

std::string Player::play(const Step& step) {
  switch (step.event) {
    case Event::touch:
      return tell(schedule_.touch(step.target));
    case Event::claim:
      return claim();
    case Event::finish:
      return finish(Outcome::success());
    case Event::fail:
      return finish(Outcome::failure("broken"));
    case Event::finish_lost:
      return first_ && schedule_.finish(*first_, Outcome::success()) ? "true" : "false";
    case Event::extend:
      return open_.empty() ? "no run" : tell(schedule_.extend(open_.front(), kLease));
    case Event::tick:
      subject_->advance(kTick);
      return "";
    case Event::expire:
      subject_->advance(kLease);
      return "";
    case Event::request:
      return schedule_.request(step.target, "user of " + step.target);
    case Event::forget:
      schedule_.forget_request(request_id(step.target));
      return "";
    case Event::cancel:
      return schedule_.cancel(step.target) ? "true" : "false";
    case Event::retry:
      return schedule_.retry(step.target) ? "true" : "false";
  }
  return "";
}

std::string Player::claim() {
  const std::vector<Run> runs = schedule_.claim(1, kLease);
  if (runs.empty()) {
    return "nothing";
  }
  open_.push_back(runs.front());
  first_ = first_.value_or(runs.front());
  return tell(runs.front());
}

std::string Player::finish(const Outcome& outcome) {
  if (open_.empty()) {
    return "no run";
  }
  const Run run = open_.front();
  open_.pop_front();
  const bool held = schedule_.holds(run);
  const bool ended = schedule_.finish(run, outcome);
  return fmt::format("{} {}", held, ended);
}

std::string Player::picture(const std::vector<std::string>& targets) {
  std::string text = tell(schedule_.stats()) + "\n";
  for (const auto state : {ListState::pending, ListState::running, ListState::failed, ListState::history}) {
    text += tell(state, schedule_.list(state, 0, kMaxPage));
  }
  const std::vector<TargetState> states = schedule_.states(targets);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    text += fmt::format("{} {} {} {} due {} request {}\n", targets[i], states[i].pending, states[i].running,
                        states[i].failed, tell(schedule_.due(targets[i])),
                        tell(schedule_.find_request(request_id(targets[i]))));
  }
  for (const Run& run : open_) {
    text += fmt::format("holds {} {}\n", run.target, schedule_.holds(run));
  }
  return text;
}

std::string difference(const SubjectKind& kind, const ScheduleOptions& options, const Trace& trace,
                       const std::vector<std::string>& targets) {
  Player subject(kind.make(options));
  Player judge(model().make(options));
  for (const Step& step : trace) {
    const std::string answer = subject.play(step);
    const std::string expected = judge.play(step);
    if (answer != expected) {
      return to_string(trace) + "\nat " + to_string({step}) + "\n" + answer + "\nexpected\n" + expected;
    }
  }
  const std::string seen = subject.picture(targets);
  const std::string expected = judge.picture(targets);
  return seen == expected ? "" : to_string(trace) + "\n" + seen + "\nexpected\n" + expected;
}

}  // namespace retally
