#include "cli/csv_json.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

TEST(CsvToJson, WritesNumbersAsNumbersAndTextAsText) {
  CsvToJson csv("scope,obj_name,obj_id,timestamp,count,payload");
  std::string json;
  csv.append("create:shapes,7,9,2024-06-10 08:00:00+00:00,,\"{\"\"working_time\"\":1}\"", json);
  EXPECT_EQ(json,
            R"({"scope":"create:shapes","obj_name":"7","obj_id":9,"timestamp":"2024-06-10 08:00:00+00:00",)"
            R"("payload":"{\"working_time\":1}"})");
}

TEST(CsvToJson, WhatIsNoNumberOfJsonIsLeftToTheServerToJudge) {
  CsvToJson csv("job_id,count");
  std::string json;
  csv.append("007,-1,too many fields", json);
  EXPECT_EQ(json, R"({"job_id":"007","count":"-1"})");
}

}  // namespace
}  // namespace retally
