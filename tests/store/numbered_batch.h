// Batches that can be told by their number, for a writer that is killed and those who look at what it left.
#pragma once

#include "log_event.h"

namespace retally::support {

inline constexpr std::int64_t kBatchSize = 50;

// Changes of 1 object each, in ten jobs of two tasks of project 1.
inline ChangeSet numbered_batch(std::int64_t number) {
  ChangeSet set;
  for (std::int64_t i = 0; i < kBatchSize; ++i) {
    LogEvent event = shapes(1, 1 + i % 10, 1 + i % 2, 1);
    event.time_ms = number * kBatchSize + i;
    add(set, event);
  }
  return set;
}

}  // namespace retally::support
