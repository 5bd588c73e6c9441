// A store that can be told to fail: what a full disk or a lost database looks like to those above.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "retally/error.h"
#include "store/store.h"

namespace retally::support {

class FaultyStore final : public Store {
 public:
  explicit FaultyStore(Store& store) : store_(store) {}

  std::atomic<bool> broken = false;
  // Called before each save, by who saves: work that takes its time. Set before the store is used.
  std::function<void()> before_save = [] {};

  Result apply(std::span<const ChangeSet* const> sets) override { return whole().apply(sets); }
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override {
    return whole().put_job_facts(facts);
  }
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override {
    return whole().put_annotations(job, count);
  }
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override { return whole().restore(id, now); }
  std::size_t save(std::span<const StoredReport> reports) override {
    before_save();
    return whole().save(reports);
  }
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override {
    return whole().forget(before, now, limit);
  }
  std::unique_ptr<Reader> read() override { return whole().read(); }

 private:
  Store& whole() {
    if (broken) throw Error(ErrorKind::unavailable, "the disk is full");
    return store_;
  }

  Store& store_;
};

}  // namespace retally::support
