// Traces: what may happen to a schedule, step by step, and what is seen of it.
//
// A trace is played on a schedule and on the model. After each step both give their answer as text, and at
// the end a picture of all that can be asked about them; the texts must be equal.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "subject.h"

namespace retally {

enum class Event {
  touch,
  claim,
  finish,       // the run that was claimed first, of those not ended yet, succeeds
  fail,         // it fails
  finish_lost,  // the run that was ever claimed first ends, maybe once more
  extend,       // the lease of the run that was claimed first, of those not ended yet
  tick,         // the clock moves by kTick
  expire,       // the clock moves by kLease: every lease runs out
  request,
  forget,  // the request
  cancel,
  retry,
};

struct Step {
  Event event;
  std::string target;  // of a touch, request, forget, cancel or retry
};

using Trace = std::vector<Step>;

constexpr Millis kTick{10};
constexpr Millis kLease{30};

// Windows of one and two ticks, two attempts, and results that are kept for four ticks.
ScheduleOptions fixed_window();
ScheduleOptions debounce();

std::string to_string(const Trace& trace);

class Player {
 public:
  explicit Player(std::unique_ptr<Subject> subject) : subject_(std::move(subject)) {}

  // Does it, and returns the answer.
  std::string play(const Step& step);
  // All that can be asked about the schedule, and about these targets.
  std::string picture(const std::vector<std::string>& targets);

 private:
  std::string claim();
  std::string finish(const Outcome& outcome);

  std::unique_ptr<Subject> subject_;
  Schedule& schedule_ = subject_->schedule();
  std::deque<Run> open_;
  std::optional<Run> first_;
};

// Plays the trace on an implementation and on the model. How they differ, or nothing.
std::string difference(const SubjectKind& kind, const ScheduleOptions& options, const Trace& trace,
                       const std::vector<std::string>& targets);

}  // namespace retally
