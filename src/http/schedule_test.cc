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

class ScheduleEndpointTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(api_.post("/", '[' + shapes_event(11, 5) + ']').status, 200); }

  Served served_;
  Api api_{served_};
};

TEST_F(ScheduleEndpointTest, lists_what_waits) {
  const nlohmann::json json = api_.get("/api/schedule").json();
  EXPECT_EQ(json["now"], "2024-06-12T12:00:00Z");
  EXPECT_EQ(json["state"], "pending");
  EXPECT_EQ(json["counts"]["pending"], 1);
  EXPECT_EQ(json["total"], 1);
  EXPECT_EQ(json["oldest_pending"], "2024-06-12T12:00:00Z");
  EXPECT_EQ(json["next_due"], "2024-06-12T12:15:00Z");
  EXPECT_EQ(json["results"][0]["target"], "project:7");
  EXPECT_EQ(json["results"][0]["due"], "2024-06-12T12:15:00Z");
  EXPECT_EQ(json["results"][0]["started"], nullptr);
  EXPECT_EQ(api_.get("/api/schedule?page=2").json()["results"].size(), 0u);
}

TEST_F(ScheduleEndpointTest, lists_what_has_been_done) {
  served_.run_all();
  const nlohmann::json json = api_.get("/api/schedule?state=history").json();
  EXPECT_EQ(json["results"][0]["target"], "project:7");
  EXPECT_EQ(json["results"][0]["error"], nullptr);
  EXPECT_EQ(api_.get("/api/schedule/stats").json()["totals"]["runs"], 1);
}

TEST_F(ScheduleEndpointTest, refuses_what_is_out_of_bounds) {
  for (const char* const query : {"state=x", "page=0", "page=1000001", "page_size=1001", "page_size=x"})
    EXPECT_EQ(api_.get(std::string("/api/schedule?") + query).status, 400) << query;
}

TEST_F(ScheduleEndpointTest, runs_now_for_a_user) {
  const Answer answer = api_.post("/api/schedule/project%3A7/run", R"({"user": "anna"})");
  ASSERT_EQ(answer.status, 202);
  EXPECT_EQ(answer.json()["target"], "project:7");
  const std::optional<retally::Request> found =
      served_.schedule().find_request(answer.json()["rq_id"].get<std::string>());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "anna");
  EXPECT_EQ(api_.post("/api/schedule/task:3/run?user=bob").status, 202);
  EXPECT_EQ(api_.post("/api/schedule/job:11/run", R"({"user": null})").status, 202);
  EXPECT_EQ(api_.post("/api/schedule/project:8/run").status, 404);
  EXPECT_EQ(api_.post("/api/schedule/team:8/run").status, 400);
  EXPECT_EQ(api_.post("/api/schedule/project:7/run", R"({"user": 7})").status, 400);
  EXPECT_EQ(api_.post("/api/schedule/project:7/run", "x").status, 400);
}

TEST_F(ScheduleEndpointTest, cancels_and_retries) {
  EXPECT_EQ(api_.post("/api/schedule/project:7/retry").status, 404);
  EXPECT_EQ(api_.post("/api/schedule/project:7/cancel").status, 200);
  EXPECT_EQ(api_.post("/api/schedule/project:7/cancel").status, 404);
  EXPECT_EQ(api_.get("/api/schedule").json()["counts"]["pending"], 0);
}

TEST_F(ScheduleEndpointTest, touches_the_root_of_each) {
  served_.run_all();
  const Answer answer = api_.post("/api/touch", R"({"targets": ["job:11", "project:7"]})");
  ASSERT_EQ(answer.status, 200);
  const nlohmann::json results = answer.json()["results"];
  EXPECT_EQ(results[0]["target"], "job:11");
  EXPECT_EQ(results[0]["scheduled_as"], "project:7");
  EXPECT_EQ(results[0]["result"], "scheduled");
  EXPECT_EQ(results[0]["due"], "2024-06-12T12:30:00Z");
  EXPECT_EQ(results[1]["result"], "merged");
}

TEST_F(ScheduleEndpointTest, touches_all_or_none) {
  served_.run_all();
  const Answer answer = api_.post("/api/touch", R"({"targets": ["job:11", "job:12", "task:9"]})");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.detail(), HasSubstr("job:12, task:9"));
  EXPECT_EQ(api_.get("/api/schedule").json()["counts"]["pending"], 0);
  for (const char* const body : {"", "{}", R"({"targets": []})", R"({"targets": [7]})",
                                 R"({"targets": "job:1"})", R"({"targets": ["team:1"]})"})
    EXPECT_EQ(api_.post("/api/touch", body).status, 400) << body;
}

TEST_F(ScheduleEndpointTest, takes_ten_thousand_touches_at_most) {
  std::string list;
  for (int i = 0; i < 10'000; ++i) list += R"("job:11",)";
  EXPECT_EQ(api_.post("/api/touch", R"({"targets": [)" + list.substr(0, list.size() - 1) + "]}").status, 200);
  EXPECT_EQ(api_.post("/api/touch", R"({"targets": [)" + list + R"("job:11"]})").status, 400);
}

TEST_F(ScheduleEndpointTest, metrics_tell_of_it) {
  api_.get("/api/schedule");
  const Answer answer = api_.get("/metrics");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("retally_schedule_pending 1\n"));
  EXPECT_THAT(answer.body,
              HasSubstr(R"(retally_http_requests_total{code="2xx",route="GET /api/schedule"} 1)"));
  EXPECT_THAT(answer.body, HasSubstr("retally_events_total{result=\"new\"} 1"));
}

TEST_F(ScheduleEndpointTest, metrics_time_what_was_handled_only) {
  EXPECT_EQ(api_.get("/nowhere").status, 404);
  EXPECT_EQ(api_.get("/api/schedule?state=x").status, 400);
  const std::string text = api_.get("/metrics").body;
  EXPECT_THAT(text, HasSubstr(R"(retally_http_requests_total{code="4xx",route="none"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(retally_http_request_seconds_count{route="none"} 0)"));
  EXPECT_THAT(text, HasSubstr(R"(retally_http_request_seconds_count{route="GET /api/schedule"} 1)"));
}

TEST_F(ScheduleEndpointTest, a_body_of_many_brackets_is_refused) {
  EXPECT_EQ(api_.post("/api/touch", std::string(1'000'000, '[')).status, 400);
  EXPECT_EQ(api_.post("/api/touch", "{\"targets\":" + std::string(1'000'000, '[')).status, 400);
}

// Half a minute, if each key were looked for among all others.
TEST_F(ScheduleEndpointTest, a_body_of_many_keys_is_looked_through) {
  std::string body = "{";
  for (int i = 0; i < 90'000; ++i) body += '"' + std::to_string(i) + "\":0,";
  EXPECT_EQ(api_.post("/api/touch", body + R"("targets": ["job:11"]})").status, 200);
}

}  // namespace
}  // namespace retally::http
