// How those who work in a loop leave alone what is away.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "retally/clock.h"

namespace retally {

// For so long a schedule, a store or a server that is away is left alone.
inline constexpr Millis kPause = std::chrono::seconds(1);

// Blocks the calling thread for `time`, or until `stop` is requested.
inline void pause(const std::stop_token& stop, Millis time = kPause) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace retally
