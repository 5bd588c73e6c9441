#include "ingest/translate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <utility>

#include "events/decoder.h"
#include "events/file_source.h"
#include "retally/error.h"

namespace retally {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kTime = 1'718'010'090'120;

Event event(std::string_view scope) {
  Event result;
  result.scope = scope;
  result.time_ms = kTime;
  result.hash = 42;
  return result;
}

Event of_job(std::string_view scope) {
  Event result = event(scope);
  result.project_id = 3;
  result.task_id = 7;
  result.job_id = 11;
  result.user_id = 4;
  result.user_name = "Zoë";
  return result;
}

ChangeSet translated(const Event& one) {
  ChangeSet set;
  translate(one, set);
  return set;
}

// The only change that the event gives.
Change change_of(const Event& one) {
  const ChangeSet set = translated(one);
  EXPECT_EQ(set.changes.size(), 1U) << one.scope;
  EXPECT_EQ(set.no_interest, 0U);
  return set.changes.empty() ? Change{} : set.changes[0];
}

void expect_no_interest(const Event& one) {
  const ChangeSet set = translated(one);
  EXPECT_TRUE(set.changes.empty()) << one.scope;
  EXPECT_EQ(set.no_interest, 1U) << one.scope;
}

std::string refusal_of(const Event& one) {
  ChangeSet set;
  try {
    translate(one, set);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_TRUE(set.empty());
    EXPECT_EQ(set.no_interest + set.warnings, 0U);
    return error.what();
  }
  ADD_FAILURE() << one.scope;
  return {};
}

template <class Value>
std::pair<Value, std::int64_t> said(const Dated<Value>& dated) {
  return {dated.value, dated.time_ms};
}

class TranslatingSink final : public EventSink {
 public:
  void on_event(const Event& one, std::uint64_t /*line*/) override { translate(one, set); }
  void on_bad(const BadEvent& bad, std::uint64_t /*line*/) override { ADD_FAILURE() << bad.reason; }
  ChangeSet set;
};

TEST(Translate, UnderstandsTheSamples) {
  for (const char* const name : {"events.csv", "events.ndjson", "vector_bodies.ndjson"}) {
    FileSource source(std::string(RETALLY_SOURCE_DIR "/tests/samples/") + name);
    LogReader reader(source);
    TranslatingSink sink;
    while (reader.read(1000, sink)) {
    }
    std::map<ChangeKind, int> kinds;
    for (const Change& change : sink.set.changes) ++kinds[change.kind];
    EXPECT_EQ(kinds[ChangeKind::objects], 5) << name;
    EXPECT_EQ(kinds[ChangeKind::time], 2) << name;
    EXPECT_EQ(kinds[ChangeKind::state], 2) << name;
    EXPECT_EQ(kinds[ChangeKind::removed], 1) << name;
    EXPECT_EQ(kinds[ChangeKind::noted], 3) << name;
    EXPECT_EQ(sink.set.no_interest, 12U) << name;
    EXPECT_EQ(sink.set.warnings, 0U) << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::project, 3}].name.value), "Verkehr Süd") << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::task, 7}].name.value), "駐車場 2024") << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::task, 7}].parent.value), 3) << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::job, 11}].parent.value), 7) << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::job, 11}].type.value), "annotation") << name;
    EXPECT_EQ((sink.set.resources[{ResourceKind::job, 11}].last_event_ms), 1'718'092'800'000) << name;
    EXPECT_EQ(sink.set.users[4].value, "Zoë") << name;
  }
}

TEST(Translate, CountsObjects) {
  const std::array<std::pair<const char*, Action>, 3> actions = {
      {{"create", Action::create}, {"update", Action::update}, {"delete", Action::remove}}};
  const std::array<std::pair<const char*, ObjectKind>, 3> objects = {
      {{"tags", ObjectKind::tag}, {"shapes", ObjectKind::shape}, {"tracks", ObjectKind::track}}};
  for (const auto& [action_name, action] : actions) {
    for (const auto& [object_name, object] : objects) {
      const std::string scope = std::string(action_name) + ":" + object_name;
      Event one = of_job(scope);
      one.count = 70'000;
      const Change change = change_of(one);
      EXPECT_EQ(change.kind, ChangeKind::objects);
      EXPECT_EQ(change.action, action);
      EXPECT_EQ(change.object, object);
      EXPECT_EQ(change.count, 70'000);
      EXPECT_EQ(change.job, 11);
      EXPECT_EQ(change.user, 4);
      EXPECT_EQ(change.working_ms, 0);
      EXPECT_EQ(change.identity, (Identity{kTime, 42}));
    }
  }
}

TEST(Translate, ACountedEventNeedsAJob) {
  Event one = event("create:shapes");
  one.task_id = 7;
  one.count = 3;
  expect_no_interest(one);
}

TEST(Translate, WarnsOfAMissingCount) {
  const ChangeSet set = translated(of_job("create:shapes"));
  ASSERT_EQ(set.changes.size(), 1U);
  EXPECT_EQ(set.changes[0].kind, ChangeKind::objects);
  EXPECT_EQ(set.changes[0].count, 0);
  EXPECT_EQ(set.warnings, 1U);
}

TEST(Translate, TakesWorkingTimeFromAnyEvent) {
  Event one = of_job("click:element");
  expect_no_interest(one);
  one.payload.working_ms = 45'000;
  EXPECT_EQ(change_of(one).kind, ChangeKind::time);
  EXPECT_EQ(change_of(one).working_ms, 45'000);
  one.scope = "create:tags";
  one.count = 1;
  EXPECT_EQ(change_of(one).kind, ChangeKind::objects);
  EXPECT_EQ(change_of(one).working_ms, 45'000);
  one.scope = "send:working_time";
  one.job_id.reset();
  expect_no_interest(one);
}

TEST(Translate, FollowsTheStateOfAJob) {
  Event one = of_job("update:job");
  one.obj_name = "state";
  one.obj_val = "in progress";
  EXPECT_EQ(change_of(one).kind, ChangeKind::state);
  EXPECT_EQ(change_of(one).text, "in progress");
  EXPECT_EQ(change_of(one).job, 11);
  const std::string unknown = std::string(63, 'x') + "é";
  one.obj_val = unknown;
  EXPECT_EQ(change_of(one).text, std::string(63, 'x'));
  one.obj_name = "stage";
  expect_no_interest(one);
  one.obj_name = "state";
  one.job_id.reset();
  expect_no_interest(one);
}

TEST(Translate, RemovesWhatIsDeleted) {
  Event one = event("delete:task");
  one.obj_id = 8;
  one.task_id = 9;
  EXPECT_EQ(change_of(one).kind, ChangeKind::removed);
  EXPECT_EQ(change_of(one).resource, (ResourceId{ResourceKind::task, 8}));
  one.obj_id.reset();
  EXPECT_EQ(change_of(one).resource, (ResourceId{ResourceKind::task, 9}));
  one.task_id.reset();
  EXPECT_THAT(refusal_of(one), HasSubstr("does not say which task"));
  one.scope = "delete:label";
  expect_no_interest(one);
}

TEST(Translate, NotesWhatIsCreated) {
  Event one = event("create:project");
  one.obj_id = 3;
  one.obj_name = "Verkehr";
  ChangeSet set = translated(one);
  EXPECT_EQ(set.changes.at(0).kind, ChangeKind::noted);
  EXPECT_EQ((said(set.resources[{ResourceKind::project, 3}].name)),
            (std::pair<std::string, std::int64_t>{"Verkehr", kTime}));

  Event job = of_job("create:job");
  job.payload.job_type = "ground_truth";
  set = translated(job);
  EXPECT_EQ(set.changes.at(0).kind, ChangeKind::noted);
  EXPECT_EQ((said(set.resources[{ResourceKind::job, 11}].type)),
            (std::pair<std::string, std::int64_t>{"ground_truth", kTime}));
  EXPECT_FALSE((set.resources[{ResourceKind::job, 11}].name.known()));
}

// In an update obj_id is the new value of a field, not the resource.
TEST(Translate, NotesWhatIsRenamed) {
  Event one = of_job("update:task");
  one.obj_id = 99;
  one.obj_name = "name";
  const std::string name(200, 'n');
  const std::string tail = "駐車場";
  const std::string long_name = name + std::string(55, 'm') + tail;
  one.obj_val = long_name;
  ChangeSet set = translated(one);
  EXPECT_EQ(set.changes.at(0).kind, ChangeKind::noted);
  EXPECT_EQ((set.resources[{ResourceKind::task, 7}].name.value), name + std::string(55, 'm') + "駐");
  EXPECT_EQ((set.resources.count({ResourceKind::task, 99})), 0U);
  one.obj_name = "assignee";
  expect_no_interest(one);
  one.obj_name = "name";
  one.task_id.reset();
  EXPECT_THAT(refusal_of(one), HasSubstr("does not say which task"));
}

TEST(Translate, SeesParentsAndUsersInAnyEvent) {
  ChangeSet set = translated(of_job("load:job"));
  EXPECT_EQ(set.no_interest, 1U);
  EXPECT_EQ((said(set.resources[{ResourceKind::job, 11}].parent)),
            (std::pair<std::int64_t, std::int64_t>{7, kTime}));
  EXPECT_EQ((set.resources[{ResourceKind::job, 11}].last_event_ms), kTime);
  EXPECT_EQ((said(set.resources[{ResourceKind::task, 7}].parent)),
            (std::pair<std::int64_t, std::int64_t>{3, kTime}));
  EXPECT_EQ(said(set.users[4]), (std::pair<std::string, std::int64_t>{"Zoë", kTime}));
}

TEST(Translate, SeesNoParentWithoutBothIds) {
  Event one = of_job("load:job");
  one.task_id.reset();
  ChangeSet set = translated(one);
  EXPECT_FALSE((set.resources[{ResourceKind::job, 11}].parent.known()));
}

TEST(Translate, KnowsWhatAnEventOnlyNames) {
  Event one = of_job("load:job");
  one.job_id.reset();
  const ChangeSet set = translated(one);
  EXPECT_EQ((set.resources.count({ResourceKind::task, 7})), 1U);
  EXPECT_EQ((set.resources.count({ResourceKind::project, 3})), 1U);
}

TEST(Translate, TheLatestSightingWinsInAnyOrder) {
  Event early = of_job("load:job");
  Event late = of_job("load:job");
  late.time_ms += 1000;
  late.task_id = 8;
  late.user_name = "Zoe";
  for (const bool early_first : {true, false}) {
    ChangeSet set;
    translate(early_first ? early : late, set);
    translate(early_first ? late : early, set);
    EXPECT_EQ((set.resources[{ResourceKind::job, 11}].parent.value), 8);
    EXPECT_EQ((set.resources[{ResourceKind::job, 11}].last_event_ms), kTime + 1000);
    EXPECT_EQ(set.users[4].value, "Zoe");
  }
}

TEST(Translate, RefusesWhatNobodyCanMean) {
  Event one = of_job("create:shapes");
  one.count = kMaxObjectCount;
  EXPECT_EQ(change_of(one).count, 1'000'000'000);
  one.count = kMaxObjectCount + 1;
  EXPECT_THAT(refusal_of(one), HasSubstr("count: 1000000001"));

  one = of_job("send:working_time");
  one.payload.working_ms = kMaxWorkingMs;
  EXPECT_EQ(change_of(one).working_ms, std::int64_t{366} * 86'400'000);
  one.payload.working_ms = kMaxWorkingMs + 1;
  EXPECT_THAT(refusal_of(one), HasSubstr("working_time"));
}

TEST(Translate, RefusesWhatIsNoId) {
  for (const auto member : {&Event::project_id, &Event::task_id, &Event::job_id, &Event::user_id}) {
    for (const std::uint64_t id : {std::uint64_t{0}, std::uint64_t{1} << 63U, UINT64_MAX}) {
      Event one = of_job("load:job");
      one.*member = id;
      EXPECT_THAT(refusal_of(one), HasSubstr("is not an id"));
    }
  }
  Event one = event("delete:task");
  one.obj_id = 0;
  EXPECT_THAT(refusal_of(one), HasSubstr("obj_id"));
}

TEST(Translate, PassesOverOtherScopes) {
  for (const char* const scope :
       {"", ":", "create", "create:", "create:shape", "creates:shapes", "delete:object", "create:annotations",
        "export:dataset", "update:shapes2", " create:shapes"}) {
    expect_no_interest(of_job(scope));
  }
}

}  // namespace
}  // namespace retally
