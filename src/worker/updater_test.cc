#include "worker/updater.h"

#include <gtest/gtest.h>

#include "report/report.h"
#include "retally/manual_clock.h"
#include "tests/support/changes.h"

namespace retally {
namespace {

using support::Changes;

constexpr ResourceId kJob11{ResourceKind::job, 11};
constexpr ResourceId kJob12{ResourceKind::job, 12};
constexpr ResourceId kTask{ResourceKind::task, 7};
constexpr ResourceId kProject{ResourceKind::project, 3};

struct UpdaterTest : ::testing::Test {
  ManualClock clock{TimePoint{Millis{support::kNoon}}};
  std::unique_ptr<Store> store = open_store("sqlite::memory:");
  Updater updater{*store, clock};

  void apply(const Changes& changes) {
    const ChangeSet* const set = &changes.set();
    store->apply({&set, 1});
  }
  Renewed renew(ResourceId id, bool again = false) {
    return updater.renew(id, again, [] { return true; });
  }
  double total(ResourceId id) {
    const Report report = from_body(store->read()->report(id).value().body);
    return report.statistics.at(3).series.at(0).points.at(0).value;
  }
  TimePoint created(ResourceId id) { return store->read()->resource(id).value().report_created; }
};

TEST_F(UpdaterTest, RenewsAProjectAndAllBelowIt) {
  apply(Changes().place(11, 7, 3).create(11, 5).place(12, 7, 3).create(12, 2));
  EXPECT_EQ(renew(kProject).reports, 4u);
  EXPECT_EQ(total(kJob11), 5);
  EXPECT_EQ(total(kJob12), 2);
  EXPECT_EQ(total(kTask), 7);
  EXPECT_EQ(total(kProject), 7);
}

TEST_F(UpdaterTest, RenewsOnlyWhatHasChanged) {
  apply(Changes().place(11, 7, 3).create(11, 5).place(12, 7, 3).create(12, 2));
  renew(kProject);
  const TimePoint before = created(kJob11);
  clock.advance(std::chrono::minutes(1));
  apply(Changes().create(12, 1));
  EXPECT_EQ(renew(kProject).reports, 3u) << "the job, its task and its project";
  EXPECT_EQ(created(kJob11), before);
  EXPECT_EQ(created(kJob12), clock.now());
  EXPECT_EQ(total(kProject), 8);
  EXPECT_EQ(renew(kProject).reports, 0u);
}

TEST_F(UpdaterTest, WorksOutTheReportAgainWhenItIsAskedTo) {
  apply(Changes().place(11, 7, 3).create(11, 5));
  renew(kProject);
  clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(renew(kProject, true).reports, 1u);
  EXPECT_EQ(created(kProject), clock.now());
}

TEST_F(UpdaterTest, RenewsATaskOnItsOwn) {
  apply(Changes().place(11, 7, 3).create(11, 5));
  EXPECT_EQ(renew(kTask).reports, 2u);
  EXPECT_FALSE(store->read()->report(kProject)) << "what is above is not renewed by what is below";
}

TEST_F(UpdaterTest, HasNothingForWhatIsUnknownOrDeleted) {
  EXPECT_EQ(renew(kProject).result, Renewal::missing);
  apply(Changes().place(11, 7, 3).create(11, 5).remove(kTask));
  EXPECT_EQ(renew(kTask).result, Renewal::missing);
  EXPECT_EQ(renew(kProject).result, Renewal::done);
  EXPECT_EQ(total(kProject), 0);
}

TEST_F(UpdaterTest, SavesAHugeProjectInParts) {
  Changes changes;
  const auto jobs = static_cast<std::int64_t>(2 * Updater::kReportsPerSave);
  for (std::int64_t job = 1; job <= jobs; ++job) changes.place(job, 7, 3).create(job, 1);
  apply(changes);
  std::size_t asked = 0;
  const Renewed renewed = updater.renew(kProject, false, [&asked] { return ++asked > 0; });
  EXPECT_EQ(renewed.reports, static_cast<std::size_t>(jobs) + 2);
  EXPECT_EQ(asked, 3u);
  EXPECT_EQ(total(kProject), static_cast<double>(jobs));
}

TEST_F(UpdaterTest, StopsWhenItMayNotGoOn) {
  apply(Changes().place(11, 7, 3).create(11, 5));
  const Renewed renewed = updater.renew(kProject, false, [] { return false; });
  EXPECT_EQ(renewed.result, Renewal::lost);
  EXPECT_FALSE(store->read()->report(kProject));
}

}  // namespace
}  // namespace retally
