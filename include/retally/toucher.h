// Touches in a flood: most of them say nothing new, and cost no call of the schedule.
//
// A touch may be left out while it is certain that the target's pending update starts after it. The toucher
// remembers for each target until when that is so: its due time is settled (see Touched), and the time that
// is left of it, counted from before the touch was sent, less kMargin, has not gone by. docs/schedule.md
// draws it.
//
//   Toucher toucher(*schedule, clock);
//   toucher.touch("project:7");  // asks the schedule
//   toucher.touch("project:7");  // a look-up in memory, for the next 5 seconds
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "retally/schedule.h"

namespace retally {

// Every function may be called from any thread.
class Toucher {
 public:
  // How long a target is believed to be covered at most. It bounds what a cancel, or a schedule that was
  // wiped, can cost: the touches of that time. And it is short enough for clocks not to drift apart.
  static constexpr Millis kLongestBelief = std::chrono::seconds(5);
  // Up to 10 ms for Clock::recent(), 1 ms each for two times that are cut to milliseconds, and 5 ms for two
  // clocks that differ by 1,000 ppm over kLongestBelief; rounded up.
  static constexpr Millis kMargin{20};

  // Remembers about `targets` targets, 80 bytes each, taken at once; past that it forgets the one that would
  // be forgotten first anyway. `schedule` and `clock` must outlive it.
  Toucher(Schedule& schedule, const Clock& clock, std::size_t targets = 16'384);
  ~Toucher();

  // Like Schedule::touch. A covered touch answers what the schedule would: merged, and when it is due.
  //
  // Covered touches are counted and handed on with the next touch of the same target that does call the
  // schedule, so that a listing's `touches` and the schedule's statistics are late by up to kLongestBelief;
  // what comes after the update has started is counted with the next one. The counts of a target that is
  // forgotten, and those of a touch that throws, are lost; no change is.
  Touched touch(std::string_view target);
  // The same for many targets, with at most one call of the schedule.
  std::vector<Touched> touch(std::span<const std::string> targets);
  std::vector<Touched> touch(std::initializer_list<std::string_view> targets);

  // For whoever cancels an update: the next touch of the target calls the schedule. Without it, and for a
  // touch that is under way meanwhile, touches up to kLongestBelief after a cancel may be left out.
  void forget(std::string_view target);

  // How many touches were left out so far.
  std::uint64_t covered() const;

 private:
  struct Stripe;
  template <typename Targets>
  std::vector<Touched> touch_all(const Targets& targets);
  // When a touch had not yet been sent.
  struct Before {
    SteadyTime steady;
    TimePoint time;
  };

  Stripe& stripe(std::size_t hash) const;
  std::optional<Touched> cover(std::string_view target, Touch& call);
  void believe(std::string_view target, const Touched& answer, const Before& before);

  Schedule& schedule_;
  const Clock& clock_;
  std::size_t stripe_count_;  // a power of two
  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace retally
