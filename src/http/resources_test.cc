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

class ResourcesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string batch;
    for (int job = 1; job <= 25; ++job) batch += shapes_event(job, 1, job) + '\n';
    ASSERT_EQ(api_.post("/", batch).status, 200);
  }

  Served served_;
  Api api_{served_};
};

TEST_F(ResourcesTest, lists_are_turned_page_by_page) {
  std::size_t seen = 0;
  nlohmann::json after = 0;
  while (!after.is_null()) {
    const nlohmann::json page = api_.get("/api/jobs?page_size=10&after=" + after.dump()).json();
    for (const nlohmann::json& job : page["results"]) EXPECT_EQ(job["id"], ++seen);
    after = page["next"];
  }
  EXPECT_EQ(seen, 25u);
}

TEST_F(ResourcesTest, a_resource_tells_what_is_known) {
  const nlohmann::json job = api_.get("/api/jobs/11").json();
  EXPECT_EQ(job["task_id"], 3);
  EXPECT_EQ(job["project_id"], 7);
  EXPECT_EQ(job["type"], "annotation");
  EXPECT_EQ(job["deleted"], false);
  EXPECT_EQ(job["report"]["created"], nullptr);
  EXPECT_EQ(job["report"]["fresh"], false);
  EXPECT_EQ(job["report"]["due"], "2024-06-12T12:15:00Z");
  served_.run_all();
  EXPECT_EQ(api_.get("/api/jobs/11").json()["report"]["fresh"], true);
  EXPECT_EQ(api_.get("/api/jobs/11").json()["report"]["due"], nullptr);
  EXPECT_EQ(api_.get("/api/tasks/3").json()["project_id"], 7);
  EXPECT_EQ(api_.get("/api/projects/8").status, 404);
  EXPECT_EQ(api_.get("/api/projects/x").status, 400);
}

TEST_F(ResourcesTest, lists_are_filtered) {
  EXPECT_EQ(api_.get("/api/jobs?task_id=3&page_size=1000").json()["results"].size(), 25u);
  EXPECT_EQ(api_.get("/api/jobs?task_id=4").json()["results"].size(), 0u);
  EXPECT_EQ(api_.get("/api/tasks?project_id=7").json()["results"].size(), 1u);
  EXPECT_EQ(api_.get("/api/tasks?project_id=none").json()["results"].size(), 0u);
  EXPECT_EQ(api_.get("/api/projects?search=7").json()["results"].size(), 1u);
  EXPECT_EQ(api_.get("/api/projects?search=nothing").json()["results"].size(), 0u);
}

TEST_F(ResourcesTest, refuses_what_is_out_of_bounds) {
  for (const char* const query : {"page_size=0", "page_size=1001", "after=-1", "after=x", "task_id=0"})
    EXPECT_EQ(api_.get(std::string("/api/jobs?") + query).status, 400) << query;
  EXPECT_EQ(api_.get("/api/jobs?search=" + std::string(201, 'x')).status, 400);
}

TEST_F(ResourcesTest, a_deleted_one_can_be_restored) {
  const std::string deletion =
      R"([{"scope": "delete:project", "source": "server", "timestamp": "1718020900.0", "obj_id": 7, "project_id": 7}])";
  ASSERT_EQ(api_.post("/", deletion).json()["new"], 1);
  EXPECT_EQ(api_.get("/api/analytics/reports?project_id=7").status, 404);
  EXPECT_EQ(api_.get("/api/projects/7").json()["deleted"], true);

  const Answer restored = api_.post("/api/projects/7/restore");
  ASSERT_EQ(restored.status, 200);
  EXPECT_EQ(restored.json()["restored"], "project:7");
  EXPECT_EQ(api_.get("/api/analytics/reports?project_id=7").status, 200);
  EXPECT_EQ(api_.post("/api/projects/8/restore").status, 404);
}

TEST_F(ResourcesTest, facts_of_a_job_move_it) {
  const Answer answer =
      api_.put("/api/jobs/11", R"({"id": 11, "task_id": 30, "project_id": null, "type": "annotation",
      "updated_date": "2024-06-10T09:00:00.123456Z", "assignee": {"id": 1}})");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(api_.get("/api/jobs/11").json()["task_id"], 30);
  EXPECT_THAT(answer.body, HasSubstr("project:7"));
}

TEST_F(ResourcesTest, facts_can_say_that_a_task_is_in_no_project) {
  const nlohmann::json job = api_.get("/api/jobs/11").json();
  ASSERT_EQ(job["project_id"], 7);
  const std::string task = job["task_id"].dump();
  EXPECT_EQ(api_.put("/api/jobs/11", R"({"task_id": )" + task + "}").status, 200);
  EXPECT_EQ(api_.get("/api/jobs/11").json()["project_id"], 7) << "a fact without a project says nothing";
  const Answer answer = api_.put("/api/jobs/11", R"({"task_id": )" + task + R"(, "project_id": null})");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(api_.get("/api/jobs/11").json()["project_id"], nullptr);
  EXPECT_THAT(answer.body, HasSubstr("project:7"));
  EXPECT_THAT(answer.body, HasSubstr("task:" + task));
}

TEST_F(ResourcesTest, facts_are_checked) {
  for (const char* const body :
       {"", "[]", R"({"id": 12})", R"({"task_id": "x"})", R"({"task_id": 0})", R"({"type": "other"})",
        R"({"type": 7})", R"({"updated_date": "yesterday"})", R"({"updated_date": 5})"})
    EXPECT_EQ(api_.put("/api/jobs/11", body).status, 400) << body;
  EXPECT_EQ(api_.put("/api/jobs/0", "{}").status, 400);
}

TEST_F(ResourcesTest, annotations_are_counted) {
  const Answer answer =
      api_.put("/api/jobs/11/annotations", R"({"version": 0, "start_frame": 0, "stop_frame": 9,
      "tags": [{"id": 1, "source": "manual"}], "shapes": [{"id": 2, "type": "rectangle", "source": "manual"}], "tracks": []})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json()["total"], 2);
  EXPECT_EQ(answer.json()["touched"][0], "project:7");
  EXPECT_EQ(api_.put("/api/jobs/11/annotations", "{").status, 400);
}

}  // namespace
}  // namespace retally::http
