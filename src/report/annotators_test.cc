#include "report/annotators.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "report/report_testing.h"

namespace retally {
namespace {

using OrderedJson = nlohmann::ordered_json;
using ::testing::ElementsAre;

constexpr Day kTuesday = kMonday + std::chrono::days(1);
constexpr ResourceId kProject{ResourceKind::project, 3};

UserDayTally user_day(std::int64_t user, Day day, std::array<std::int64_t, 3> objects,
                      std::int64_t working_ms) {
  UserDayTally tally{user, day, {}};
  for (std::size_t action = 0; action < kActions; ++action) tally.tally.objects[action][1] = objects[action];
  tally.tally.working_ms = working_ms;
  return tally;
}

// Ada is faster, Zoë worked longer, and somebody deleted two objects.
std::vector<UserDayTally> some_days() {
  return {
      user_day(0, kMonday, {0, 0, 2}, 0),
      user_day(4, kMonday, {5, 1, 0}, 83'000),
      user_day(4, kTuesday, {0, 0, 1}, 45'000),
      user_day(7, kMonday, {9, 0, 0}, 36'000),
  };
}

AnnotatorsReport some_report(const Period& period = {}) {
  const std::vector<UserName> names = {{4, "Zoë"}, {7, "=cmd, \"Ada\""}};
  return make_annotators(kProject, period, some_days(), names);
}

TEST(Annotators, AreThoseWithMostWorkFirst) {
  std::vector<std::int64_t> users;
  for (const Annotator& annotator : some_report().annotators) users.push_back(annotator.user);
  EXPECT_THAT(users, ElementsAre(4, 7, 0));
}

TEST(Annotators, OfEqualWorkGoByUser) {
  const std::vector<UserDayTally> days = {user_day(3, kMonday, {}, 5), user_day(5, kMonday, {}, 5),
                                          user_day(9, kMonday, {}, 5)};
  const AnnotatorsReport report = make_annotators(kProject, {}, days, {});
  ASSERT_EQ(report.annotators.size(), 3u);
  EXPECT_EQ(report.annotators[0].user, 3);
  EXPECT_EQ(report.annotators[2].user, 9);
}

TEST(Annotators, TotalTheirDays) {
  const AnnotatorsReport report = some_report();
  const Annotator& zoe = report.annotators[0];
  EXPECT_EQ(zoe.name, "Zoë");
  ASSERT_EQ(zoe.days.size(), 2u);
  EXPECT_EQ(zoe.total.created, 5);
  EXPECT_EQ(zoe.total.updated, 1);
  EXPECT_EQ(zoe.total.deleted, 1);
  EXPECT_EQ(zoe.total.working_ms, 128'000);
  EXPECT_EQ(zoe.speed(), 112.5);
  EXPECT_EQ(report.annotators[2].speed(), 0) << "no working time";
}

// The example of docs/metrics.md.
TEST(Annotators, JsonIsTheDocumentedOne) {
  const std::vector<UserDayTally> days = {some_days()[1], some_days()[2]};
  const std::vector<UserName> names = {{4, "Zoë"}};
  EXPECT_EQ(to_json(make_annotators(kProject, {kMonday, Day::max()}, days, names)),
            R"({"target":"project","project_id":3,"start_date":"2024-06-10","end_date":null,"annotators":[)"
            R"({"user_id":4,"user_name":"Zoë","created":5,"updated":1,"deleted":1,"object_count":4,)"
            R"("working_time":0.035555555555555556,"annotation_speed":112.5,"days":[)"
            R"({"date":"2024-06-10","created":5,"updated":1,"deleted":0,"object_count":5,)"
            R"("working_time":0.023055555555555555,"annotation_speed":216.86746987951807},)"
            R"({"date":"2024-06-11","created":0,"updated":0,"deleted":1,"object_count":-1,)"
            R"("working_time":0.0125,"annotation_speed":-80.0}]}]})");
}

TEST(Annotators, JsonOfNobodyHasNoUser) {
  const OrderedJson answer = OrderedJson::parse(to_json(some_report()));
  EXPECT_TRUE(answer.at("annotators").at(2).at("user_id").is_null());
  EXPECT_EQ(answer.at("annotators").at(2).at("user_name"), "");
  EXPECT_EQ(answer.at("annotators").at(1).at("user_name"), "=cmd, \"Ada\"");
}

TEST(Annotators, JsonSurvivesANameThatIsNoUtf8) {
  const std::vector<UserName> names = {{4, "Zo\xEB\n"}};
  const AnnotatorsReport report = make_annotators(kProject, {}, some_days(), names);
  EXPECT_EQ(OrderedJson::parse(to_json(report)).at("annotators").at(0).at("user_name"), "Zo\uFFFD\n");
}

TEST(Annotators, JsonOfNoAnnotatorsIsEmpty) {
  EXPECT_EQ(to_json(make_annotators({ResourceKind::job, 1}, {}, {}, {})),
            R"({"target":"job","job_id":1,"start_date":null,"end_date":null,"annotators":[]})");
}

TEST(Annotators, CsvIsOneLineAnAnnotatorAndDay) {
  EXPECT_EQ(
      to_csv(some_report()),
      "date,user_id,user_name,created,updated,deleted,object_count,working_time_hours,annotation_speed\r\n"
      "2024-06-10,4,Zoë,5,1,0,5,0.023055555555555555,216.86746987951807\r\n"
      "2024-06-11,4,Zoë,0,0,1,-1,0.0125,-80.0\r\n"
      "2024-06-10,7,\"'=cmd, \"\"Ada\"\"\",9,0,0,9,0.01,900.0\r\n"
      "2024-06-10,,,0,0,2,-2,0.0,0.0\r\n");
}

}  // namespace
}  // namespace retally
