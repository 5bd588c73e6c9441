#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/api.h"

namespace retally::http {
namespace {

using retally::support::Answer;
using retally::support::Api;
using retally::support::Served;
using retally::support::shapes_event;
using ::testing::HasSubstr;

constexpr std::string_view kProject = "/api/analytics/reports?project_id=7&end_date=2024-06-12";

class ReportsTest : public ::testing::Test {
 protected:
  void send(std::int64_t count, std::int64_t n = 0) {
    ASSERT_EQ(api_.post("/", '[' + shapes_event(11, count, n) + ']').status, 200);
  }

  double total(std::string_view target) {
    return api_.get(target).json()["statistics"][3]["data_series"]["total_object_count"][0]["value"];
  }

  Served served_;
  Api api_{served_};
};

TEST_F(ReportsTest, a_report_has_the_shape_of_cvat) {
  send(5);
  served_.run_all();
  const Answer answer = api_.get("/api/analytics/reports?job_id=11");
  ASSERT_EQ(answer.status, 200);
  const nlohmann::json report = answer.json();
  EXPECT_EQ(report["target"], "job");
  EXPECT_EQ(report["job_id"], 11);
  EXPECT_EQ(report["created_date"], "2024-06-12T12:15:00Z");
  EXPECT_EQ(report["statistics"].size(), 5u);
  EXPECT_EQ(report["statistics"][0]["data_series"]["created"][0]["value"], 5.0);
}

TEST_F(ReportsTest, one_that_cannot_be_read_counts_as_none_and_is_renewed) {
  send(5);
  served_.run_all();
  const Resource job = served_.store().read()->resource({ResourceKind::job, 11}).value();
  const StoredReport old{job.id, job.version, job.report_created, "retally-report 0\n", {}};
  ASSERT_EQ(served_.store().save(std::span(&old, 1)), 1u);
  const Answer answer = api_.get("/api/analytics/reports?job_id=11");
  ASSERT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.json()["statistics"][0]["data_series"]["created"].empty());
  EXPECT_EQ(answer.headers.get("Retry-After"), "1");
  served_.run_all();
  EXPECT_EQ(total("/api/analytics/reports?job_id=11"), 5);
}

TEST_F(ReportsTest, what_was_never_seen_is_404) {
  const Answer answer = api_.get("/api/analytics/reports?task_id=3");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.detail(), HasSubstr("task:3 was never seen"));
  EXPECT_EQ(api_.post("/api/analytics/reports", R"({"task_id": 3})").status, 404);
}

TEST_F(ReportsTest, before_the_first_report_it_is_empty_and_says_when_it_is_due) {
  send(5);
  for (const char* const target : {"project_id=7", "task_id=3", "job_id=11"}) {
    const Answer answer = api_.get(std::string("/api/analytics/reports?") + target);
    ASSERT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.json().contains(std::string(target).substr(0, std::string(target).find('='))));
    EXPECT_TRUE(answer.json()["statistics"][0]["data_series"]["created"].empty());
    EXPECT_EQ(answer.headers.get("x-retally-due"), "");
    EXPECT_EQ(answer.headers.get("X-Retally-Due"), "2024-06-12T12:15:00Z");
    EXPECT_EQ(answer.headers.get("Retry-After"), "900");
  }
}

TEST_F(ReportsTest, before_the_first_report_it_says_when_to_look_again) {
  const auto retry_after = [&] {
    const Answer answer = api_.get("/api/analytics/reports?job_id=11");
    EXPECT_EQ(answer.status, 200);
    return std::string(answer.headers.get("Retry-After"));
  };
  const auto claim = [&] {
    std::vector<retally::Run> runs = served_.schedule().claim(1, std::chrono::hours(1));
    EXPECT_EQ(runs.size(), 1u);
    return runs;
  };
  send(5);
  served_.clock().advance(std::chrono::minutes(15));
  std::vector<retally::Run> runs = claim();
  EXPECT_EQ(retry_after(), "1") << "it is being worked out";
  for (int attempt = 1; served_.schedule().finish(runs[0], Outcome::failure("no")); ++attempt) {
    if (served_.schedule().states(std::vector<std::string>{"project:7"})[0].failed) break;
    ASSERT_LT(attempt, 100);
    served_.clock().advance(std::chrono::hours(1));
    runs = claim();
  }
  EXPECT_EQ(retry_after(), "60") << "nobody works on it before it is reconciled";
  ASSERT_TRUE(served_.schedule().cancel("project:7"));
  EXPECT_EQ(retry_after(), "60");
}

TEST_F(ReportsTest, a_new_report_is_seen_at_once) {
  send(5, 1);
  served_.run_all();
  EXPECT_EQ(total(kProject), 5);
  EXPECT_EQ(total(kProject), 5) << "the second time out of the cache";
  send(3, 2);
  EXPECT_EQ(total(kProject), 5);
  served_.run_all();
  EXPECT_EQ(total(kProject), 8);
}

TEST_F(ReportsTest, the_period_cuts_objects_only) {
  send(5);
  served_.run_all();
  const auto days = [&](const std::string& period) {
    return api_.get("/api/analytics/reports?job_id=11&" + period)
        .json()["statistics"][0]["data_series"]["created"]
        .size();
  };
  EXPECT_EQ(days("start_date=2024-06-10&end_date=2024-06-10"), 1u);
  EXPECT_EQ(days("start_date=2024-06-11&end_date=2024-06-12"), 0u);
  EXPECT_EQ(days("end_date=2024-06-09"), 0u);
  EXPECT_EQ(total("/api/analytics/reports?job_id=11&end_date=2024-06-09"), 5);
}

TEST_F(ReportsTest, refuses_in_the_words_of_cvat) {
  EXPECT_EQ(api_.get("/api/analytics/reports").detail(), "No any job, task or project specified");
  EXPECT_EQ(api_.get("/api/analytics/reports?job_id=1&task_id=1").detail(),
            "Only one of job_id, task_id or project_id must be specified");
  EXPECT_EQ(api_.get("/api/analytics/reports?job_id=0").status, 400);
  EXPECT_EQ(api_.get("/api/analytics/reports?job_id=99999999999999999999").status, 400);
  EXPECT_EQ(api_.get("/api/analytics/reports?job_id=1&start_date=x").status, 400);
  EXPECT_EQ(api_.post("/api/analytics/reports", "{}").status, 400);
  EXPECT_EQ(api_.post("/api/analytics/reports", "").status, 400);
  EXPECT_EQ(api_.post("/api/analytics/reports", R"({"job_id": 1, "task_id": 1})").status, 400);
  EXPECT_EQ(api_.post("/api/analytics/reports", R"({"job_id": [1]})").status, 400);
}

TEST_F(ReportsTest, a_request_is_polled_to_its_end_once) {
  send(5);
  const Answer asked = api_.post("/api/analytics/reports", R"({"project_id": 7})");
  ASSERT_EQ(asked.status, 202);
  const std::string id = asked.json()["rq_id"];
  EXPECT_EQ(api_.post("/api/analytics/reports", R"({"project_id": 7})").json()["rq_id"], id);

  const std::string poll = "/api/analytics/reports?rq_id=" + id;
  EXPECT_EQ(api_.post(poll).status, 202);
  EXPECT_EQ(api_.post(poll).body, "");
  served_.run_due();
  const Answer ended = api_.post(poll, R"({"project_id": 7})");
  EXPECT_EQ(ended.status, 201);
  EXPECT_EQ(ended.json()["rq_id"], id);
  EXPECT_EQ(api_.post(poll).status, 404);
  EXPECT_EQ(api_.post(poll).detail(), "Unknown request id");
  EXPECT_EQ(total(kProject), 5);
}

TEST_F(ReportsTest, a_request_that_fails_is_400_once) {
  send(5);
  const std::string id = api_.post("/api/analytics/reports", R"({"project_id": 7})").json()["rq_id"];
  const std::vector<retally::Run> runs = served_.schedule().claim(1, std::chrono::seconds(30));
  ASSERT_EQ(runs.size(), 1u);
  served_.schedule().finish(runs[0], Outcome::failure("No report has been computed"));
  const Answer answer = api_.post("/api/analytics/reports?rq_id=" + id);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.detail(), "No report has been computed");
  EXPECT_EQ(api_.post("/api/analytics/reports?rq_id=" + id).status, 404);
}

TEST_F(ReportsTest, annotators_come_as_json_and_csv) {
  send(5);
  const Answer json = api_.get("/api/analytics/annotators?project_id=7");
  ASSERT_EQ(json.status, 200);
  EXPECT_THAT(json.body, HasSubstr("anna"));
  const Answer csv = api_.get("/api/analytics/annotators?project_id=7&format=csv");
  EXPECT_EQ(csv.type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, HasSubstr("anna"));
  EXPECT_EQ(api_.get("/api/analytics/annotators?project_id=7", {{"accept", "text/csv"}}).body, csv.body);
  const auto type_for = [&](const char* accept) {
    const Answer answer = api_.get("/api/analytics/annotators?project_id=7", {{"accept", accept}});
    return answer.type.substr(0, answer.type.find(';'));
  };
  for (const char* const accept :
       {"application/json;q=0.5, text/csv", "Text/CSV; header=present", "text/csv, */*;q=0.1"})
    EXPECT_EQ(type_for(accept), "text/csv") << accept;
  for (const char* const accept : {"", "*/*", "text/csvx", "text/csv;q=0", "application/json, text/csv;q=0.5",
                                   "application/json, text/csv"})
    EXPECT_EQ(type_for(accept), "application/json") << accept;
  EXPECT_EQ(api_.get("/api/analytics/annotators?project_id=7&format=xls").status, 400);
  EXPECT_EQ(api_.get("/api/analytics/annotators?project_id=8").status, 404);
  EXPECT_THAT(api_.get("/api/analytics/annotators?project_id=7&start_date=2024-06-11").body,
              ::testing::Not(HasSubstr("anna")));
}

}  // namespace
}  // namespace retally::http
