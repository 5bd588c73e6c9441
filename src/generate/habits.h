// What annotators do besides drawing, changing and deleting objects.
#pragma once

#include <cstdint>
#include <string_view>

#include "generate/random.h"

namespace retally::simulated {

struct Habit {
  std::uint32_t share;  // so many of 1,000 times
  std::string_view scope;
  std::uint32_t most_count;  // 0: the event has no count
  std::uint32_t mean_duration_ms;
};

const Habit& pick_habit(Random& random);

}  // namespace retally::simulated
