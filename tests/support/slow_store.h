// A store whose disk is as slow as the test wants.
#pragma once

#include <atomic>
#include <latch>
#include <memory>

#include "store/store.h"

namespace retally::support {

class SlowStore final : public Store {
 public:
  explicit SlowStore(Store& store) : store_(store) {}

  std::latch released{1};  // no batch is on disk before that

  // Waits until the first batch is on its way to the disk.
  void wait_for_batch() { entered_.wait(false); }

  Result apply(std::span<const ChangeSet* const> sets) override {
    entered_ = true;
    entered_.notify_all();
    released.wait();
    return store_.apply(sets);
  }
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override {
    return store_.put_job_facts(facts);
  }
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override {
    return store_.put_annotations(job, count);
  }
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override { return store_.restore(id, now); }
  std::size_t save(std::span<const StoredReport> reports) override { return store_.save(reports); }
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override {
    return store_.forget(before, now, limit);
  }
  std::unique_ptr<Reader> read() override { return store_.read(); }

 private:
  Store& store_;
  std::atomic<bool> entered_ = false;
};

}  // namespace retally::support
