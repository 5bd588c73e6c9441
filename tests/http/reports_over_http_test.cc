// From what CVAT posts to what its readers get.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "http/server.h"
#include "tests/http/client.h"
#include "tests/support/served.h"

namespace retally {
namespace {

using support::Client;
using support::Served;

std::ifstream sample(const std::string& name) {
  return std::ifstream(std::string(RETALLY_SOURCE_DIR) + "/tests/samples/" + name);
}

TEST(ReportsOverHttp, bodies_of_cvats_sender_give_the_expected_reports) {
  Served served;
  const Server server(served.services(), {.listen = "127.0.0.1:0"});
  Client client(server.port());

  std::ifstream bodies = sample("vector_bodies.ndjson");
  std::string body;
  while (std::getline(bodies, body)) {
    ASSERT_EQ(client.ask("POST", "/", body, "Content-Type: application/json\r\n").status, 200);
  }
  for (const nlohmann::json& facts : nlohmann::json::parse(sample("facts.json"))) {
    ASSERT_EQ(client.ask("PUT", "/api/jobs/" + facts["job_id"].dump(), facts.dump()).status, 200);
  }
  served.run_all();

  const auto samples = nlohmann::ordered_json::parse(sample("reports.json"));
  for (nlohmann::ordered_json expected : samples["reports"]) {
    const std::string key = expected["target"].get<std::string>() + "_id";
    const auto answer = client.ask("GET", "/api/analytics/reports?" + key + '=' + expected[key].dump() +
                                              "&start_date=2024-01-01T00:00:00.000Z");
    ASSERT_EQ(answer.status, 200) << answer.body;
    expected["created_date"] = "2024-06-12T12:15:00Z";
    EXPECT_EQ(nlohmann::ordered_json::parse(answer.body).dump(1), expected.dump(1));
  }
}

}  // namespace
}  // namespace retally
