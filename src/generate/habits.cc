#include "generate/habits.h"

#include <array>

namespace retally::simulated {
namespace {

constexpr std::array<Habit, 18> kHabits{{{330, "zoom:image", 6, 0},
                                         {330, "change:frame", 5, 600},
                                         {60, "click:element", 0, 0},
                                         {50, "fit:image", 0, 0},
                                         {45, "change:attribute", 0, 0},
                                         {40, "change:label", 0, 0},
                                         {30, "action:undo", 2, 0},
                                         {20, "copy:object", 1, 0},
                                         {20, "paste:object", 1, 900},
                                         {15, "rotate:image", 0, 0},
                                         {15, "lock:object", 0, 0},
                                         {10, "action:redo", 1, 0},
                                         {10, "propagate:object", 8, 1500},
                                         {10, "group:objects", 3, 0},
                                         {5, "merge:objects", 2, 0},
                                         {4, "split:objects", 0, 0},
                                         {3, "slice:object", 0, 2000},
                                         {3, "send:task_info", 0, 0}}};

}  // namespace

const Habit& pick_habit(Random& random) {
  std::uint64_t at = random.below(1000);
  for (const Habit& habit : kHabits) {
    if (at < habit.share) return habit;
    at -= habit.share;
  }
  return kHabits.front();
}

}  // namespace retally::simulated
