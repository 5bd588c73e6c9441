// Where the workers of a process sleep until there is something to claim.
//
// Of all that wait, one, the leader, sleeps until the next event; the others sleep until they are called.
// Whoever leaves calls one other, who takes the lead: so a single due update does not wake a herd, and no
// wake-up is lost with a worker that was told to stop.
//
// The leader asks when the next event is, and asks again after `longest` at the latest: for what it is not
// told of, such as what other processes do, or a clock that is set.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "retally/clock.h"

namespace retally {

// Every function may be called from any thread.
class WaitingRoom {
 public:
  using Left = std::chrono::nanoseconds;

  // In how long the next event is; none: no event is known of. Zero or less: there is one now. Called without
  // a lock, by one thread at a time.
  using Ask = std::function<std::optional<Left>()>;

  WaitingRoom(Clock& clock, Millis longest) : clock_(clock), longest_(longest) {}

  // Blocks until there is an event, or `stop` is requested; false on stop. Throws what `ask` throws.
  bool wait(std::stop_token stop, const Ask& ask);

  // This process has made sure of an event that far from now.
  void expect(Left left);

 private:
  void sleep(std::unique_lock<std::mutex>& lock, SteadyTime asked, std::optional<Left> left);

  Clock& clock_;
  const Millis longest_;
  std::mutex mutex_;  // guards all below
  std::condition_variable leader_;
  std::condition_variable followers_;
  bool leading_ = false;
  SteadyTime next_ = SteadyTime::max();  // the earliest event that the leader knows of
};

}  // namespace retally
