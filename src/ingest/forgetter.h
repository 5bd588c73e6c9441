// Lets the store forget which old events were counted, and tells the ingest which are too old.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "ingest/ingest.h"
#include "retally/clock.h"
#include "store/store.h"

namespace retally {

struct ForgetterOptions {
  // How long before the latest event others are remembered; 0: for ever.
  Millis after{0};
  // Identities deleted in one transaction, while which others wait: some 10 ms.
  std::size_t chunk = 10'000;
};

class Forgetter {
 public:
  // All must outlive it. Tells the ingest the horizon before it returns; throws Error(unavailable) if the
  // store is away.
  Forgetter(Store& store, Ingest& ingest, Clock& clock, prometheus::Registry& metrics,
            ForgetterOptions options = {});
  // Stops the beat, after the chunk that is being deleted.
  ~Forgetter();

  // Forgets what has become old enough, and asks for the horizon again: another node may have moved it, also
  // where this one keeps everything. Returns how many identities were deleted; throws Error(unavailable).
  std::size_t step(const std::stop_token& stop = {});

  // Calls step() once per kBeat, in a thread of its own; one that throws is logged and tried again.
  void start();

  // With the latest event so far behind the clock either nobody works or the clock is wrong.
  static constexpr Millis kQuiet = std::chrono::days(7);
  // Much shorter than kRefusedFirst.
  static constexpr Millis kBeat = std::chrono::minutes(1);

 private:
  void tell_horizon();
  TimePoint forget_before(TimePoint now, TimePoint latest);
  void loop(const std::stop_token& stop);

  Store& store_;
  Ingest& ingest_;
  Clock& clock_;
  const ForgetterOptions options_;
  prometheus::Counter& forgotten_;
  bool quiet_ = false;  // no event came for long, by the clock: that has been told
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::jthread thread_;
};

}  // namespace retally
