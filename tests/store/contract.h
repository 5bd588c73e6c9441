// The contract suite: what every Store does. A store runs it by naming a way to make an empty one:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(StoreFactory{[] { return …; }}));
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "log_event.h"
#include "retally/error.h"
#include "store/store.h"

namespace retally::support {

using StoreFactory = std::function<std::unique_ptr<Store>()>;

class StoreContract : public ::testing::TestWithParam<StoreFactory> {
 protected:
  std::unique_ptr<Store> make_store() const { return GetParam()(); }

  Store& store() {
    if (!store_) store_ = make_store();
    return *store_;
  }

  Store::Result apply(const std::vector<LogEvent>& events) { return support::apply(store(), events); }
  Resource resource(ResourceId id) { return store().read()->resource(id).value(); }
  std::int64_t version(ResourceId id) { return resource(id).version; }

  // How many objects the days of a resource count as made.
  std::int64_t created(ResourceId id) {
    std::int64_t sum = 0;
    const auto reader = store().read();
    for (const UserDayTally& day : reader->user_days(id, Day::min(), Day::max()))
      sum += day.tally.total(Action::create);
    return sum;
  }

  // Saves a report of the version that the resource has.
  void save_report(ResourceId id) {
    const StoredReport report{id, version(id), TimePoint{Millis{1}}, "{}", {}};
    ASSERT_EQ(store().save(std::span(&report, 1)), 1U);
  }

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace retally::support
