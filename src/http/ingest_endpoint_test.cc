#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/api.h"
#include "tests/support/faulty_store.h"
#include "tests/support/gzip.h"

namespace retally::http {
namespace {

using retally::support::Answer;
using retally::support::Api;
using retally::support::FaultyStore;
using retally::support::gzip;
using retally::support::Served;
using retally::support::shapes_event;
using ::testing::HasSubstr;

class IngestEndpointTest : public ::testing::Test {
 protected:
  int status(const std::string& body, const Api::Fields& fields = {}) {
    return api_.post("/api/events", body, fields).status;
  }

  Served served_;
  Api api_{served_};
};

TEST_F(IngestEndpointTest, tells_what_became_of_each_event) {
  const std::string zoom = R"({"scope": "zoom:image", "source": "client", "timestamp": "1718020800.0"})";
  const std::string bad = R"({"scope": "create:shapes", "timestamp": "yesterday"})";
  const std::string batch = '[' + shapes_event(11, 5, 1) + ',' + shapes_event(11, 5, 1) + ',' +
                            shapes_event(11, 1, 2) + ',' + zoom + ',' + bad + ']';
  const Answer answer = api_.post("/", batch);
  ASSERT_EQ(answer.status, 200);
  const nlohmann::json json = answer.json();
  EXPECT_EQ(json["events"], 5);
  EXPECT_EQ(json["new"], 2);
  EXPECT_EQ(json["known"], 1);
  EXPECT_EQ(json["no_interest"], 1);
  EXPECT_EQ(json["rejected"], 1);
  ASSERT_EQ(json["rejects"].size(), 1u);
  EXPECT_EQ(json["rejects"][0]["line"], 5);
  EXPECT_THAT(json["rejects"][0]["reason"].get<std::string>(), HasSubstr("yesterday"));
  EXPECT_EQ(api_.get("/api/rejects").json()["total"], 1);
}

TEST_F(IngestEndpointTest, tells_of_the_first_rejects_only) {
  std::string batch;
  for (int i = 0; i < 30; ++i) batch += "{\"scope\": \"create:shapes\", \"timestamp\": \"x\"}\n";
  const nlohmann::json json = api_.post("/", batch, {{"content-type", "application/x-ndjson"}}).json();
  EXPECT_EQ(json["rejected"], 30);
  EXPECT_EQ(json["rejects"].size(), 10u);
  const auto told = [&](const std::string& asked) {
    return api_.post("/api/events?rejects=" + asked, batch, {{"content-type", "application/x-ndjson"}});
  };
  EXPECT_EQ(told("2000").json()["rejects"].size(), 30u);
  EXPECT_EQ(told("2000").json()["rejects"][29]["line"], 30);
  EXPECT_EQ(told("0").json()["rejects"].size(), 0u);
  EXPECT_EQ(told("2001").status, 400);
}

TEST_F(IngestEndpointTest, warns_of_events_that_count_without_a_count) {
  const std::string event =
      R"({"scope": "create:shapes", "source": "server", "timestamp": "1718020800.0", "job_id": 11})";
  const nlohmann::json json = api_.post("/", '[' + event + ',' + shapes_event(11, 5, 1) + ']').json();
  EXPECT_EQ(json["new"], 2);
  EXPECT_EQ(json["warnings"], 1);
  EXPECT_THAT(api_.get("/metrics").body, HasSubstr("retally_event_warnings_total 1"));
}

TEST_F(IngestEndpointTest, keeps_some_rejects_of_a_batch_and_counts_all) {
  std::string batch = "[0";
  for (int i = 1; i < 3000; ++i) batch += ",0";
  EXPECT_EQ(api_.post("/", batch + ']').json()["rejected"], 3000);
  EXPECT_EQ(api_.get("/api/rejects").json()["total"], 2000);
  EXPECT_THAT(api_.get("/metrics").body, HasSubstr("retally_events_total{result=\"rejected\"} 3000"));
}

TEST_F(IngestEndpointTest, takes_an_object_lines_and_gzip) {
  EXPECT_EQ(status(shapes_event(1, 1, 1)), 200);
  EXPECT_EQ(status(shapes_event(1, 1, 2) + '\n' + shapes_event(1, 1, 3)), 200);
  EXPECT_EQ(status(gzip('[' + shapes_event(1, 1, 4) + ']'), {{"content-encoding", "gzip"}}), 200);
  EXPECT_EQ(status(gzip("[]"), {{"content-encoding", "GZIP"}}), 200);
  EXPECT_EQ(status("[]"), 200);
  EXPECT_EQ(served_.store().read()->counts().events, 4);
}

TEST_F(IngestEndpointTest, takes_csv_as_cvat_exports_it) {
  const std::string csv =
      "scope,obj_name,obj_id,obj_val,source,timestamp,count,duration,job_id,task_id,project_id,user_id,"
      "user_name,user_email,org_id,org_slug,payload\r\n"
      "create:shapes,rectangle,,,server,2024-06-10 "
      "09:01:30+00:00,5,0,11,3,7,5,anna,,,,\"{\"\"a\"\":\n1}\"\r\n"
      "create:shapes,rectangle,,,server,yesterday,5,0,11,3,7,5,anna,,,,\r\n";
  const nlohmann::json json =
      api_.post("/api/events", csv, {{"content-type", "text/csv; charset=utf-8"}}).json();
  EXPECT_EQ(json["events"], 2);
  EXPECT_EQ(json["new"], 1);
  ASSERT_EQ(json["rejects"].size(), 1u);
  EXPECT_EQ(json["rejects"][0]["line"], 4);
  EXPECT_EQ(api_.post("/api/events", csv, {{"content-type", "text/csv"}}).json()["known"], 1);
  EXPECT_EQ(status("a,b\n1,2\n", {{"content-type", "text/csv"}}), 400);
  EXPECT_EQ(status("", {{"content-type", "text/csv"}}), 400);
}

TEST_F(IngestEndpointTest, tells_the_line_of_what_is_bad_among_lines) {
  const nlohmann::json json = api_.post("/api/events", "\n" + shapes_event(1, 1) + "\n\nhello\n",
                                        {{"content-type", "application/x-ndjson"}})
                                  .json();
  EXPECT_EQ(json["new"], 1);
  ASSERT_EQ(json["rejects"].size(), 1u);
  EXPECT_EQ(json["rejects"][0]["line"], 4);
}

TEST_F(IngestEndpointTest, asks_for_the_right_type) {
  const std::string body = "[]";
  for (const char* const type :
       {"application/json", "Application/JSON\t; charset=utf-8", "application/x-ndjson"})
    EXPECT_EQ(status(body, {{"content-type", type}}), 200) << type;
  for (const char* const type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    EXPECT_EQ(status(body, {{"content-type", type}}), 415) << type;
  EXPECT_EQ(status(body, {{"content-encoding", "br"}}), 415);
}

TEST_F(IngestEndpointTest, refuses_what_is_no_json) {
  for (const char* const body : {"", "hello", "[", "7", "\"x\"", "[1,"}) EXPECT_EQ(status(body), 400) << body;
  EXPECT_EQ(status("[]", {{"content-encoding", "gzip"}}), 400);
  EXPECT_EQ(served_.store().read()->counts().events, 0);
}

TEST_F(IngestEndpointTest, refuses_a_bomb) {
  EXPECT_EQ(status(gzip(std::string(2u << 20, ' ')), {{"content-encoding", "gzip"}}), 413);
}

TEST_F(IngestEndpointTest, what_a_body_unpacks_to_takes_of_the_memory_of_all) {
  MemoryBudget::Share others(api_.memory());
  ASSERT_TRUE(others.hold((4u << 20) - 500'000));
  const std::string packed = gzip("[]" + std::string(600'000, ' '));
  const Answer answer = api_.post("/", packed, {{"content-encoding", "gzip"}});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.get("Retry-After"), "1");
  EXPECT_THAT(answer.detail(), HasSubstr("too many large requests"));
  others.hold(0);
  EXPECT_EQ(status(packed, {{"content-encoding", "gzip"}}), 200);
  EXPECT_TRUE(others.hold(4u << 20)) << "all is given back";
}

TEST(IngestEndpoint, says_so_when_the_disk_is_full) {
  std::unique_ptr<FaultyStore> faulty;
  Served served([&](Store& store) -> Store& {
    faulty = std::make_unique<FaultyStore>(store);
    return *faulty;
  });
  Api api(served);
  faulty->broken = true;
  const Answer answer = api.post("/", '[' + shapes_event(1, 1) + ']');
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.get("Retry-After"), "1");
  EXPECT_THAT(answer.detail(), HasSubstr("the disk is full"));
  EXPECT_EQ(api.get("/readyz").status, 503);
  EXPECT_EQ(api.get("/healthz").status, 200);

  faulty->broken = false;
  EXPECT_EQ(api.post("/", '[' + shapes_event(1, 1) + ']').json()["new"], 1);
  EXPECT_EQ(api.get("/readyz").status, 200);
}

}  // namespace
}  // namespace retally::http
