// The settings of a schedule, wherever it lies.
#pragma once

#include <cstddef>

#include "retally/policy.h"

namespace retally {

inline constexpr std::size_t kMaxListed = 10'000'000;

struct ScheduleOptions {
  Policy policy{};
  RetryPolicy retry{};
  Millis request_result_ttl =
      std::chrono::seconds(120);  // how long the state of an ended request can be polled
  // At most kMaxListed each. In shards it is divided among them, rounded up.
  std::size_t history_size = 1000;    // ended runs that stay listed
  std::size_t failed_size = 100'000;  // failed targets that stay listed; past it the oldest is dropped
};

// Throws Error(invalid_input) unless both policies are good, 0 <= request_result_ttl <= 366 days, and what
// stays listed is no more than kMaxListed.
void check(const ScheduleOptions& options);

}  // namespace retally
