// What is counted: objects by what was done to them and what they are, and working time. Whole numbers only,
// so that sums are exact in any order.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace retally {

enum class Action : std::uint8_t { create = 0, update = 1, remove = 2 };
enum class ObjectKind : std::uint8_t { tag = 0, shape = 1, track = 2 };

inline constexpr std::size_t kActions = 3;
inline constexpr std::size_t kObjectKinds = 3;

// A UTC day.
using Day = std::chrono::sys_days;

struct Tally {
  // objects[action][kind]: how many objects, by the events' `count`.
  std::array<std::array<std::int64_t, kObjectKinds>, kActions> objects{};
  // events[action]: how many events said so. A day with such an event is listed in a report even if it counts
  // 0 objects.
  std::array<std::int64_t, kActions> events{};
  std::int64_t working_ms = 0;

  std::int64_t total(Action action) const {
    const auto& kinds = objects[static_cast<std::size_t>(action)];
    return kinds[0] + kinds[1] + kinds[2];
  }
  // Created - deleted.
  std::int64_t net() const { return total(Action::create) - total(Action::remove); }

  bool empty() const { return *this == Tally{}; }

  Tally& operator+=(const Tally& other) {
    for (std::size_t action = 0; action < kActions; ++action) {
      for (std::size_t kind = 0; kind < kObjectKinds; ++kind)
        objects[action][kind] += other.objects[action][kind];
      events[action] += other.events[action];
    }
    working_ms += other.working_ms;
    return *this;
  }
  bool operator==(const Tally&) const = default;
};

// The tally of one day, of all annotators together.
struct DayTally {
  Day day;
  Tally tally;
  bool operator==(const DayTally&) const = default;
};

// The tally of one annotator on one day. user 0: the events named nobody.
struct UserDayTally {
  std::int64_t user = 0;
  Day day;
  Tally tally;
  bool operator==(const UserDayTally&) const = default;
};

}  // namespace retally
