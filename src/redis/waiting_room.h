// Where the workers of a process sleep until there is something to claim.
//
// Of all that wait, one, the leader, sleeps until the next event; the others sleep until they are called.
// Whoever leaves calls one other, who takes the lead: so a single due update does not wake a herd, and no
// wake-up is lost with a worker that was told to stop.
//
// When the next event is, only the server knows, and it knows more of it than it says: other processes touch,
// ask and finish as well. So the leader asks again after kLongest at the latest. That is only for what
// another process makes due at once: what it touches falls due `quiet` later, and is known long before.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "retally/clock.h"

namespace retally::redis {

// Every function may be called from any thread.
class WaitingRoom {
 public:
  // Four questions a second of each process cost the server nothing that could be measured.
  static constexpr Millis kLongest{250};

  // In how long the next event is; none: no event is known of. Zero or less: there is one now.
  using Ask = std::function<std::optional<Millis>()>;

  explicit WaitingRoom(Clock& clock) : clock_(clock) {}

  // Blocks until there is an event, or `stop` is requested; false on stop. Throws what `ask` throws.
  bool wait(std::stop_token stop, const Ask& ask);

  // This process has made sure of an event that far from now.
  void expect(Millis left);

 private:
  void sleep(std::unique_lock<std::mutex>& lock, SteadyTime asked, std::optional<Millis> left);

  Clock& clock_;
  std::mutex mutex_;  // guards all below
  std::condition_variable leader_;
  std::condition_variable followers_;
  bool leading_ = false;
  SteadyTime next_ = SteadyTime::max();  // the earliest event that the leader knows of
};

}  // namespace retally::redis
