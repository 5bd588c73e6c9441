// Takes batches of changes from many threads, puts them on disk a few at a time, and touches what they
// change.
//
// One thread of its own commits: while one transaction waits for the disk the next batches gather, and share
// the next one. So the cost of a commit is divided by the load: alone, a batch waits for one fsync; in a
// flood, hundreds share it.
//
// A batch that the store can't hold fails alone: those that shared its transaction are committed each by
// itself.
//
// The order is commit, touch, answer. A crash between commit and touch leaves a stale report that the
// reconciler finds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "retally/error.h"
#include "retally/schedule.h"
#include "store/store.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace retally {

struct IngestOptions {
  // Events, and kept rejects of them, that may wait for the disk. At ~500 bytes an event and less than 5 KB a
  // reject this bounds the queue to some 150 MB; past it submit() refuses.
  std::uint64_t max_queued_events = 200'000;
  std::uint64_t max_queued_rejects = 10'000;
  // Events in one transaction, so that the first of a long queue is answered before the last is written.
  std::uint64_t max_commit_events = 50'000;
};

struct IngestResult {
  Applied applied;
  std::optional<Error> error;  // none: the batch is on disk
};

class Ingest {
 public:
  // Called once for each batch, from the committing thread: be quick, and throw nothing.
  using Done = std::function<void(const IngestResult&)>;

  // All arguments must outlive it.
  Ingest(Store& store, Schedule& schedule, prometheus::Registry& metrics, IngestOptions options = {});
  // Commits what is queued, then stops.
  ~Ingest();

  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;

  // Queues a batch of `events` events; returns before it is on disk. Any thread may call it.
  // Throws Error(unavailable) when the queue is full: the sender should send again later.
  void submit(ChangeSet set, std::uint64_t events, Done done);

  // The same, and waits. Throws what the store threw.
  Applied apply(ChangeSet set, std::uint64_t events);

  // Events from before this are refused by whoever makes batches of them. Any thread may call both.
  TimePoint horizon() const { return horizon_.load(std::memory_order_relaxed); }
  void set_horizon(TimePoint horizon) { horizon_.store(horizon, std::memory_order_relaxed); }

  // Touches the schedule for roots that were changed in the store by other ways. A schedule that is away is
  // no error: the reconciler touches them later.
  void touch(std::span<const ResourceId> roots);

 private:
  struct Batch {
    ChangeSet set;
    std::uint64_t events = 0;
    Done done;
  };
  struct Metrics;

  void run();
  std::vector<Batch> next_group();
  void commit(std::span<Batch> group);

  Store& store_;
  Schedule& schedule_;
  const IngestOptions options_;
  const std::unique_ptr<Metrics> metrics_;
  std::atomic<TimePoint> horizon_ = TimePoint::min();

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Batch> queue_;  // guarded by mutex_
  // Guarded by mutex_: of queue_ and of the group being committed.
  std::uint64_t queued_events_ = 0;
  std::uint64_t queued_rejects_ = 0;
  bool stopping_ = false;  // guarded by mutex_
  std::thread committer_;
};

}  // namespace retally
