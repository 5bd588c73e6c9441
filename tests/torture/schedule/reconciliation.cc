#include "tests/torture/schedule/reconciliation.h"

#include <algorithm>
#include <set>
#include <thread>

#include "retally/error.h"
#include "tests/torture/schedule/answered.h"

namespace retally::torture {

namespace {

constexpr std::size_t kPage = 1000;
constexpr Millis kBeat{500};
constexpr Millis kSettlingBeat{50};

std::vector<std::string> names_of(const std::vector<Record>& records) {
  std::vector<std::string> names;
  names.reserve(records.size());
  for (const Record& record : records) {
    names.push_back(name_of(record.target));
  }
  return names;
}

}  // namespace

Reconciliation::Reconciliation(const Setup& setup)
    : truth_(setup.truth, setup.targets),
      journal_(setup.journal),
      random_(setup.seed),
      schedule_(join_schedule(setup, clock_)) {}

void Reconciliation::reconcile() {
  for (;;) {
    try {
      step();
      look();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::unavailable) {
        throw;
      }
    }
    std::this_thread::sleep_for(kBeat);
  }
}

void Reconciliation::settle() {
  for (;;) {
    try {
      if (step() == 0 && is_idle()) {
        return;
      }
    } catch (const Error&) {
      rest_after_error();
    }
    std::this_thread::sleep_for(kSettlingBeat);
  }
}

std::size_t Reconciliation::step() {
  std::size_t stale = 0;
  for (std::size_t from = 0; from < truth_.targets(); from += kPage) {
    stale += step(from, std::min(from + kPage, truth_.targets()));
  }
  // What has failed waits for a person to ask again.
  for (const ListEntry& failed : schedule_->list(ListState::failed, 0, kPage).entries) {
    schedule_->retry(failed.target);
  }
  return stale;
}

std::size_t Reconciliation::step(std::size_t from, std::size_t to) {
  std::vector<Record> stale;
  for (std::size_t target = from; target < to; ++target) {
    // In this order: whatever is not shown by then was not shown at that version.
    const std::uint64_t version = truth_.version(target);
    if (truth_.shown(target) < version) {
      stale.push_back({.target = static_cast<std::uint32_t>(target), .here = here(), .version = version});
    }
  }
  const std::vector<TargetState> states = schedule_->states(names_of(stale));
  std::vector<Record> pending;
  std::vector<Record> lost;
  for (std::size_t i = 0; i < stale.size(); ++i) {
    if (states[i].pending) {
      pending.push_back(stale[i]);
      pending.back().kind = Kind::seen_pending;
      pending.back().at = here();
    } else if (!states[i].failed) {
      lost.push_back(stale[i]);
    }
  }
  journal_.append(pending);
  touch(std::move(lost));
  return stale.size();
}

void Reconciliation::touch(std::vector<Record> lost) {
  for (Record& record : lost) {
    record.kind = Kind::touch_sent;
    record.here = here();
  }
  journal_.append(lost);
  const std::vector<Touched> answers = schedule_->touch(names_of(lost));
  for (std::size_t i = 0; i < lost.size(); ++i) {
    lost[i] = answered(lost[i], answers[i]);
  }
  journal_.append(lost);
}

// Rule 1 as a listing shows it: one call, hence one moment.
void Reconciliation::look() {
  const std::size_t pending = schedule_->stats().pending;
  if (pending > truth_.targets()) {
    throw Error(ErrorKind::conflict, "rule 1: more is pending than there are targets");
  }
  const std::size_t offset = pending > kPage ? random_() % (pending - kPage + 1) : 0;
  std::set<std::string> seen;
  for (const ListEntry& entry : schedule_->list(ListState::pending, offset, kPage).entries) {
    if (!seen.insert(entry.target).second) {
      throw Error(ErrorKind::conflict, "rule 1: " + entry.target + " is pending twice");
    }
  }
}

bool Reconciliation::is_idle() {
  const Stats stats = schedule_->stats();
  return stats.pending + stats.running + stats.failed + stats.requests == 0;
}

}  // namespace retally::torture
