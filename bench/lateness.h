// How late runs start, on any schedule.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "retally/schedule.h"

namespace retally {

// The policy of the schedule that is measured: long enough for every due time to be known before it comes.
inline constexpr Policy kLatenessPolicy{Millis(500), Millis(500)};

struct Lateness {
  double min_ms = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
};

// Start minus due of 5,000 updates that fall due one a millisecond, with two workers.
inline Lateness lateness_of(Schedule& schedule) {
  constexpr std::size_t kRuns = 5'000;
  std::mutex mutex;
  std::vector<double> late_ms;
  std::stop_source stop;
  const auto work = [&] {
    while (schedule.wait(stop.get_token())) {
      for (const Run& run : schedule.claim(8, std::chrono::minutes(1))) {
        const auto late = std::chrono::system_clock::now() - run.due;
        schedule.finish(run, Outcome::success());
        const std::scoped_lock lock(mutex);
        late_ms.push_back(std::chrono::duration<double, std::milli>(late).count());
        if (late_ms.size() == kRuns) {
          stop.request_stop();
        }
      }
    }
  };
  {
    std::jthread first(work);
    std::jthread second(work);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kRuns; ++i) {
      std::this_thread::sleep_until(start + Millis(i));
      schedule.touch(std::to_string(i));
    }
  }
  std::ranges::sort(late_ms);
  const auto at = [&](double share) { return late_ms[static_cast<std::size_t>(share * (kRuns - 1))]; };
  return {at(0), at(0.5), at(0.99), at(1)};
}

}  // namespace retally
