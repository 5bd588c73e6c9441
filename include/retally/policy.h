// When an update is due, and how often a failed one is tried again.
#pragma once

#include "retally/clock.h"

namespace retally {

// due = min(touch + quiet, first touch + max_wait), where the first touch is the one that made the target
// pending.
//
// Equal durations are a fixed window: the first change decides the time, later ones are merged.
// quiet < max_wait is a debounce with a cap: each change puts the update off by `quiet`, but never past
// `max_wait` after the first one, so that constant activity cannot starve it.
struct Policy {
  Millis quiet = std::chrono::minutes(15);
  Millis max_wait = std::chrono::minutes(15);

  // The due time of a target that was first touched at `first` and is touched at `now`.
  TimePoint due(TimePoint first, TimePoint now) const;
};

// A run that fails is tried again after first_delay, then twice that, and so on up to max_delay; after
// max_attempts runs the target has failed and waits for a person, or for the next touch.
struct RetryPolicy {
  int max_attempts = 5;
  Millis first_delay = std::chrono::seconds(5);
  Millis max_delay = std::chrono::minutes(5);

  // How long to wait after the `attempt`-th run (from 1) has failed.
  Millis delay(int attempt) const;
};

// Throws Error(invalid_input) unless 0 <= quiet <= max_wait <= 366 days.
void check(const Policy& policy);
// Throws Error(invalid_input) unless 1 <= max_attempts and 0 <= first_delay <= max_delay <= 366 days.
void check(const RetryPolicy& policy);

}  // namespace retally
