#include "tests/torture/schedule/worker.h"

#include <thread>

#include "retally/error.h"

namespace retally::torture {

namespace {

// Of one claim; they are worked off one by one, under leases of one end.
constexpr std::size_t kMostRuns = 16;
// Of the last so many runs, of which another may have the target by now.
constexpr std::size_t kMostPast = 64;

Record claimed(const Run& run) {
  return {.kind = Kind::claimed,
          .detail = static_cast<std::uint8_t>(run.kind),
          .target = static_cast<std::uint32_t>(number_of(run.target)),
          .at = ms(run.started),
          .due = ms(run.due),
          .until = ms(run.lease_until),
          .token = static_cast<std::uint64_t>(run.token)};
}

}  // namespace

Worker::Worker(const Setup& setup)
    : lease_(setup.lease),
      truth_(setup.truth, setup.targets),
      journal_(setup.journal),
      random_(setup.seed),
      schedule_(join_schedule(setup, clock_)) {}

void Worker::work() {
  for (;;) {
    try {
      const Millis lease = lease_ - Millis(chance(static_cast<std::size_t>(lease_.count() / 2)));
      const std::vector<Run> runs = claim(lease);
      for (const Run& run : runs) {
        update(run, lease);
      }
      if (runs.empty()) {
        schedule_->wait({});
      }
    } catch (const Error&) {
      rest_after_error();
    }
  }
}

std::size_t Worker::chance(std::size_t below) {
  return random_() % below;
}

std::vector<Run> Worker::claim(Millis lease) {
  const std::size_t most = 1 + chance(kMostRuns);
  journal_.append({.kind = Kind::claim_sent, .here = here(), .token = most});
  try {
    const std::vector<Run> runs = schedule_->claim(most, lease);
    std::vector<Record> records;
    records.reserve(runs.size() + 1);
    for (const Run& run : runs) {
      records.push_back(claimed(run));
    }
    records.push_back({.kind = Kind::claim_answered, .here = here(), .token = runs.size()});
    journal_.append(records);
    return runs;
  } catch (const Error&) {
    journal_.append({.kind = Kind::claim_failed, .here = here()});
    throw;
  }
}

void Worker::update(const Run& run, Millis lease) {
  const std::size_t target = number_of(run.target);
  Record record = about(Kind::read, run);
  record.version = truth_.version(target);
  journal_.append(record);
  take_time(run, lease);
  if (chance(30) == 0) {
    return finish(run, Outcome::failure("by chance"));
  }
  if (holds(run)) {
    truth_.save(target, record.version);
  }
  finish(run, Outcome::success());  // where the lease is lost, it has to be refused
  if (chance(10) == 0) {
    finish_again();
  }
  past_.push_back(run);
}

// As one would who slept for long: it has to be refused, whoever runs by then.
void Worker::finish_again() {
  if (past_.size() > kMostPast) {
    past_.erase(past_.begin(), past_.end() - kMostPast);
  }
  if (!past_.empty()) {
    finish(past_[chance(past_.size())], Outcome::success());
  }
}

// Mostly little; so seldom so much that the lease is extended, or lost, that both take half of all the time.
void Worker::take_time(const Run& run, Millis lease) {
  switch (chance(2'000)) {
    case 0:
      return std::this_thread::sleep_for(lease + Millis(50));
    case 1:
    case 2:
      for (int i = 0; i < 3; ++i) {
        std::this_thread::sleep_for(lease / 2);
        extend(run, lease);
      }
      return;
    default:
      return std::this_thread::sleep_for(std::chrono::microseconds(chance(2'000)));
  }
}

void Worker::extend(const Run& run, Millis lease) {
  Record record = about(Kind::extended, run);
  const std::optional<TimePoint> until = schedule_->extend(run, lease);
  record.until = until ? ms(*until) : 0;
  journal_.append(record);
}

bool Worker::holds(const Run& run) {
  Record record = about(Kind::held, run);
  const bool held = schedule_->holds(run);
  record.detail = held ? 1 : 0;
  journal_.append(record);
  return held;
}

// Once more where there was no answer: a run must not end twice.
void Worker::finish(const Run& run, const Outcome& outcome) {
  for (bool again = true;; again = false) {
    Record record = about(Kind::finish_sent, run);
    journal_.append(record);
    try {
      record.detail = schedule_->finish(run, outcome) ? 1 : 0;
      record.kind = Kind::finished;
      return journal_.append(record);
    } catch (const Error&) {
      if (!again) {
        throw;
      }
      rest_after_error();
    }
  }
}

Record Worker::about(Kind kind, const Run& run) {
  return {.kind = kind,
          .target = static_cast<std::uint32_t>(number_of(run.target)),
          .here = here(),
          .token = static_cast<std::uint64_t>(run.token)};
}

}  // namespace retally::torture
