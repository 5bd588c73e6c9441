// Reports that are kept, and what is taken from them.
#include "contract.h"

namespace retally::support {

using ::testing::ElementsAre;

namespace {

StoredReport report_of(ResourceId id, std::int64_t version, std::string body) {
  return {id, version, TimePoint{Millis{version * 1000}}, std::move(body), {}};
}

}  // namespace

TEST_P(StoreContract, GivesAReportBackAsItWasSaved) {
  apply({shapes(1, 5, 2, 1)});
  StoredReport report = report_of(job(5), 1, "{\"statistics\": \"кот\"}");
  report.summary = {5, 2, 17, {3600, 999}};
  EXPECT_EQ(store().save(std::span(&report, 1)), 1U);
  const auto found = store().read()->report(job(5)).value();
  EXPECT_EQ(found.id, job(5));
  EXPECT_EQ(found.version, 1);
  EXPECT_EQ(found.created, TimePoint{Millis{1000}});
  EXPECT_EQ(found.body, report.body);
  EXPECT_EQ(found.summary.object_count, 17);
  EXPECT_EQ(found.summary.annotating.seconds, 3600);
  EXPECT_EQ(found.summary.annotating.ended_ms, 999);
  EXPECT_EQ(resource(job(5)).report_version, 1);
  EXPECT_EQ(resource(job(5)).report_created, TimePoint{Millis{1000}});
}

TEST_P(StoreContract, AnOlderReportIsLeftOutAndAnEqualOneReplaces) {
  apply({shapes(1, 5, 2, 1)});
  apply({shapes(2, 5, 2, 1)});
  const StoredReport reports[] = {report_of(project(1), 2, "two"), report_of(project(1), 1, "one")};
  EXPECT_EQ(store().save(reports), 1U);
  EXPECT_EQ(store().read()->report(project(1))->body, "two");
  const StoredReport again = report_of(project(1), 2, "two, again");
  EXPECT_EQ(store().save(std::span(&again, 1)), 1U);
  EXPECT_EQ(store().read()->report(project(1))->body, "two, again");
}

TEST_P(StoreContract, AReportOfWhatIsDeletedOrUnknownIsNotSaved) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 1), removed(task(2), 10)});
  const StoredReport reports[] = {report_of(job(5), 1, ""), report_of(task(2), 1, ""),
                                  report_of(job(99), 1, ""), report_of(job(6), 1, "")};
  EXPECT_EQ(store().save(reports), 1U);
  EXPECT_FALSE(store().read()->report(task(2)).has_value());
}

TEST_P(StoreContract, AReportIsGoneWhileItsResourceIsDeleted) {
  apply({shapes(1, 5, 2, 1)});
  save_report(job(5));
  apply({removed(project(1), 10)});
  EXPECT_FALSE(store().read()->report(job(5)).has_value());
  store().restore(project(1), TimePoint{Millis{20}});
  EXPECT_TRUE(store().read()->report(job(5)).has_value());
}

TEST_P(StoreContract, SummariesAreOfTheIncludedJobsByJob) {
  apply({shapes(1, 7, 2, 1), shapes(1, 5, 3, 1), shapes(1, 6, 2, 1), shapes(1, 8, 2, 1), shapes(1, 9, 4, 1),
         removed(job(8), 10), removed(task(4), 10)});
  StoredReport report = report_of(job(7), 1, "");
  report.summary = {7, 2, 17, {3600, 999}};
  store().save(std::span(&report, 1));

  const auto summaries = store().read()->summaries(project(1));
  ASSERT_EQ(summaries.size(), 3U);
  EXPECT_EQ(summaries[0].job, 5);
  EXPECT_EQ(summaries[0].task, 3);
  EXPECT_EQ(summaries[0].object_count, 0) << "no report yet";
  EXPECT_EQ(summaries[0].annotating.ended_ms, std::nullopt);
  EXPECT_EQ(summaries[2].job, 7);
  EXPECT_EQ(summaries[2].object_count, 17);
  EXPECT_EQ(summaries[2].annotating.seconds, 3600);
  EXPECT_EQ(summaries[2].annotating.ended_ms, 999);
  EXPECT_EQ(store().read()->summaries(task(2)).size(), 2U);
}

TEST_P(StoreContract, AnUnknownResourceHasNothing) {
  const auto reader = store().read();
  EXPECT_FALSE(reader->resource(job(5)).has_value());
  EXPECT_FALSE(reader->job(5).has_value());
  EXPECT_FALSE(reader->rollup(project(1)).has_value());
  EXPECT_FALSE(reader->report(project(1)).has_value());
  EXPECT_TRUE(reader->summaries(project(1)).empty());
}

TEST_P(StoreContract, ListsResourcesInPagesById) {
  apply({shapes(1, 7, 2, 1), shapes(1, 5, 3, 1), shapes(1, 6, 2, 9)});
  const auto ids = [&](const ResourceQuery& query) {
    std::vector<std::int64_t> found;
    for (const Resource& one : store().read()->resources(query)) found.push_back(one.id.id);
    return found;
  };
  EXPECT_THAT(ids({.kind = ResourceKind::job}), ElementsAre(5, 6, 7));
  EXPECT_THAT(ids({.kind = ResourceKind::job, .limit = 2}), ElementsAre(5, 6));
  EXPECT_THAT(ids({.kind = ResourceKind::job, .after = 6}), ElementsAre(7));
  EXPECT_THAT(ids({.kind = ResourceKind::job, .parent = 2}), ElementsAre(6, 7));
  EXPECT_THAT(ids({.kind = ResourceKind::task, .parent = 9}), ElementsAre(2)) << "the later event says so";
  EXPECT_THAT(ids({.kind = ResourceKind::project}), ElementsAre(1, 9));
  EXPECT_THAT(ids({.kind = ResourceKind::task, .parent = 0}), ElementsAre());
  apply({shapes(2, 8, 4, 0)});
  EXPECT_THAT(ids({.kind = ResourceKind::task, .parent = 0}), ElementsAre(4)) << "in no project";
}

TEST_P(StoreContract, SearchesNamesInAnyCaseAndIdsExactly) {
  apply({{.time_ms = 1, .project = 1, .name = "Road Signs 12"},
         {.time_ms = 1, .project = 2, .name = "100% cats_and_dogs"},
         {.time_ms = 1, .project = 12, .name = "back\\slash"}});
  const auto ids = [&](std::string_view search) {
    std::vector<std::int64_t> found;
    for (const Resource& one : store().read()->resources({.search = std::string(search)}))
      found.push_back(one.id.id);
    return found;
  };
  EXPECT_THAT(ids("road SIGNS"), ElementsAre(1));
  EXPECT_THAT(ids("12"), ElementsAre(1, 12));
  EXPECT_THAT(ids("%"), ElementsAre(2));
  EXPECT_THAT(ids("s_a"), ElementsAre(2));
  EXPECT_THAT(ids("\\"), ElementsAre(12));
  EXPECT_THAT(ids("' OR 1=1 --"), ElementsAre());
  EXPECT_THAT(ids(""), ElementsAre(1, 2, 12));
}

TEST_P(StoreContract, KnowsATypeOnlyOfJobs) {
  apply({shapes(1, 5, 2, 1)});
  EXPECT_EQ(resource(job(5)).type, "annotation") << "where nothing else was said";
  EXPECT_EQ(resource(task(2)).type, "");
  EXPECT_EQ(resource(job(5)).project, 1);
  EXPECT_EQ(resource(task(2)).project, 0);
}

TEST_P(StoreContract, CountsWhatItHolds) {
  apply({shapes(1, 5, 2, 1), shapes(1, 6, 3, 1)});
  const StoreCounts counts = store().read()->counts();
  EXPECT_EQ(counts.events, 2);
  EXPECT_EQ(counts.jobs, 2);
  EXPECT_EQ(counts.tasks, 2);
  EXPECT_EQ(counts.projects, 1);
  EXPECT_EQ(counts.rejects, 0);
}

}  // namespace retally::support
