// The client's side of the commands, against a real server in this process.
#include <gtest/gtest.h>

#include "cli/destination.h"
#include "cli/http_client.h"
#include "cli/importer.h"
#include "cli/node.h"
#include "cli/report_request.h"
#include "cli/report_source.h"
#include "cli/temporary_directory.h"
#include "events/events_testing.h"
#include "retally/error.h"
#include "tests/support/text_source.h"

namespace retally {
namespace {

// A day of one job, as CSV and as JSON; the last line of each can't be taken.
constexpr auto kCsv =
    "scope,obj_name,obj_id,obj_val,source,timestamp,count,duration,project_id,task_id,job_id,user_id,user_"
    "name,"
    "user_email,org_id,org_slug,payload\r\n"
    "create:shapes,rectangle,,,server,2024-06-10 08:00:00+00:00,5,0,3,7,11,1,Änne,a@example.org,,,"
    "\"{\"\"shapes\"\":[{\"\"id\"\":1}]}\"\r\n"
    "zoom:image,,,,client,2024-06-10 08:00:01+00:00,,0,3,7,11,1,Änne,a@example.org,,,\r\n"
    "create:shapes,rectangle,,,server,yesterday,5,0,3,7,11,1,Änne,a@example.org,,,\r\n";
constexpr auto kJson =
    R"([{"scope": "create:shapes", "obj_name": "rectangle", "source": "server", "timestamp": "1718006400.0",
         "count": 5, "duration": 0, "project_id": 3, "task_id": 7, "job_id": 11, "user_id": 1,
         "user_name": "\u00c4nne", "user_email": "a@example.org", "payload": "{\"shapes\": [{\"id\": 1}]}"}])";

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() : node_(options()), url_("http://127.0.0.1:" + std::to_string(node_.server().port())) {}

  NodeOptions options() const {
    NodeOptions options;
    options.store = store();
    options.policy = {Millis(0), Millis(0)};
    options.server.listen = "127.0.0.1:0";
    return options;
  }
  std::string store() const { return "sqlite:" + (directory_.path() / "retally.db").string(); }
  std::string rejects_path() const { return (directory_.path() / "log.rejects").string(); }

  ImportSummary import(Destination& destination, const std::string& name, const std::string& text) {
    SystemClock clock;
    RejectsFile rejects(rejects_path());
    Importer importer(destination, rejects, clock, [](std::uint64_t) {});
    TextSource source(text);
    importer.read(name, source);
    return importer.finish();
  }

  std::string rejects() const {
    std::ifstream file(rejects_path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  HttpClient client() const { return {url_, ""}; }

  const TemporaryDirectory directory_;
  Node node_;
  const std::string url_;
};

std::vector<std::uint64_t> counts_of(const ImportSummary& summary) {
  return {summary.events, summary.fresh, summary.known, summary.no_interest, summary.rejected};
}

// A report without its created_date: the server may have renewed it in between.
std::string without_age(const std::string& json) {
  return json.substr(json.find("\"target\""));
}

using Counts = std::vector<std::uint64_t>;

TEST_F(ClientTest, ALogIsTheSameByEitherWayAndInEitherForm) {
  ServerDestination server(client(), [](Millis, const std::string& why) { FAIL() << why; });
  EXPECT_EQ(counts_of(import(server, "log.csv", kCsv)), (Counts{3, 1, 0, 1, 1}));
  EXPECT_EQ(counts_of(import(server, "log.json", kJson)), (Counts{1, 0, 1, 0, 0}));
  StoreDestination direct(store());
  EXPECT_EQ(counts_of(import(direct, "log.csv", kCsv)), (Counts{3, 0, 1, 1, 1}));
}

TEST_F(ClientTest, WhatIsRejectedCanBeMendedAndImported) {
  StoreDestination direct(store());
  const ImportSummary summary = import(direct, "log.csv", kCsv);
  ASSERT_EQ(summary.shown.size(), 1u);
  EXPECT_EQ(summary.shown[0].place, "log.csv:4");
  EXPECT_NE(summary.shown[0].reason.find("yesterday"), std::string::npos);

  // As it is it is rejected again, under the line that it has in the file of rejects.
  const ImportSummary again = import(direct, "log.csv.rejects", rejects());
  EXPECT_EQ(counts_of(again), (Counts{1, 0, 0, 0, 1}));
  ASSERT_EQ(again.shown.size(), 1u);
  EXPECT_EQ(again.shown[0].place, "log.csv.rejects:5");

  std::string mended = rejects();
  mended.replace(mended.rfind("yesterday"), 9, "2024-06-09T08:00:00Z");
  EXPECT_EQ(counts_of(import(direct, "log.csv.rejects", mended)), (Counts{1, 1, 0, 0, 0}));
}

TEST_F(ClientTest, AReportThatCannotBeReadIsWorkedOutAgain) {
  StoreDestination direct(store());
  import(direct, "log.csv", kCsv);
  const auto reports = open_report_source({Place::Kind::store, store()}, "");
  const std::string json = reports->report_json({ResourceKind::project, 3}, {});
  const auto disk = open_store(store());
  const Resource project = disk->read()->resource({ResourceKind::project, 3}).value();
  const StoredReport old{project.id, project.version, project.report_created, "retally-report 0\n", {}};
  ASSERT_EQ(disk->save(std::span(&old, 1)), 1u);
  EXPECT_EQ(without_age(reports->report_json(project.id, {})), without_age(json));
}

TEST_F(ClientTest, EventsThatCountWithoutACountAreToldEitherWay) {
  constexpr auto kCountless = R"({"scope": "create:shapes", "timestamp": "1718006400.0", "job_id": 11})";
  StoreDestination direct(store());
  EXPECT_EQ(import(direct, "log.json", kCountless).warnings, 1u);
  ServerDestination server(client(), [](Millis, const std::string& why) { FAIL() << why; });
  EXPECT_EQ(import(server, "log.json", kCountless).warnings, 1u);
}

TEST_F(ClientTest, ARejectedRecordThatIsLeftCostsNoMendedOne) {
  StoreDestination direct(store());
  const std::string bad = R"({"scope": "zoom:image", "timestamp": "soon"})";
  for (const std::string first : {"hello", R"({"scope": "create:job",)", "[{"}) {
    // A good line tells the form of the log; of its rejects none may.
    import(direct, "log.ndjson",
           R"({"scope": "a:b", "timestamp": 1})"
           "\n" +
               first + "\n" + bad + "\n");
    std::string mended = rejects();
    mended.replace(mended.rfind("soon"), 4, "2024-06-09T08:00:00Z");
    EXPECT_EQ(counts_of(import(direct, "log.ndjson.rejects", mended)), (Counts{2, 0, 0, 1, 1})) << mended;
  }
  EXPECT_EQ(import(direct, "log.json", "[5,\n" + bad + "]").shown.at(1).place, "log.json, event 2");
  EXPECT_EQ(counts_of(import(direct, "log.json.rejects", rejects())), (Counts{2, 0, 0, 0, 2})) << rejects();
}

// In the store by the import, over HTTP by the server.
TEST_F(ClientTest, EventsThatAreTooOldAreRejectedEitherWay) {
  const TimePoint after_the_log = std::chrono::sys_days{std::chrono::year{2024} / 6 / 11};
  open_store(store())->forget(after_the_log, SystemClock().now(), 1);
  StoreDestination direct(store());
  EXPECT_EQ(counts_of(import(direct, "day.csv", kCsv)), (Counts{3, 0, 0, 0, 3}));
  EXPECT_NE(rejects().find("from before 2024-06-11 00:00:00 UTC"), std::string::npos) << rejects();
  Node later(options());
  ServerDestination server({"http://127.0.0.1:" + std::to_string(later.server().port()), ""},
                           [](Millis, const std::string&) {});
  const ImportSummary summary = import(server, "day.csv", kCsv);
  EXPECT_EQ(counts_of(summary), (Counts{3, 0, 0, 0, 3}));
  EXPECT_EQ(summary.shown.size(), 3u);
  for (const std::string line :
       {"line 2: it is from before", "line 3: it is from before", "line 4: timestamp"})
    EXPECT_NE(rejects().find(line), std::string::npos) << line << "\n" << rejects();
  // The records as they stand in the log, so that they can be imported again.
  EXPECT_EQ(counts_of(import(direct, "day.csv.rejects", rejects())), (Counts{3, 0, 0, 0, 3}));
  EXPECT_EQ(counts_of(import(server, "day.json", kJson)), (Counts{1, 0, 0, 0, 1}));
  EXPECT_EQ(open_store(store())->read()->counts().events, 0);
}

// Keeps the batches, and rejects the last event of each.
class Batches final : public Destination {
 public:
  Taken apply(const LogBatch& batch) override {
    bodies.push_back(batch.json);
    const std::uint64_t sent = batch.events - batch.changes.rejected;
    most = std::max(most, sent);
    return {0, 0, sent - 1, {{sent, "is the last"}}};
  }
  TimePoint horizon() override { return TimePoint::min(); }
  std::uint64_t batch_events() const override { return 1000; }
  bool needs_json() const override { return true; }

  std::vector<std::string> bodies;
  std::uint64_t most = 0;
};

TEST_F(ClientTest, ABodyForAServerIsBoundedInEventsAndInBytes) {
  Batches small;
  const OtherColumns others = columns_besides({"timestamp", "scope"});
  std::string log = others.names + "timestamp,scope\n";
  for (int i = 0; i < 10'000; ++i) log += others.commas + "1,a\n";
  EXPECT_EQ(import(small, "log.csv", log).events, 10'000u);
  EXPECT_LE(small.most, Destination::kMostEvents);

  Batches large;
  log.clear();
  for (int i = 0; i < 20; ++i)
    log +=
        R"({"scope": "a:b", "timestamp": 1, "obj_val": ")" + std::string(std::size_t{1} << 20, 'x') + "\"}\n";
  const ImportSummary summary = import(large, "log.ndjson", log);
  EXPECT_EQ(large.bodies.size(), 5u);
  for (const std::string& body : large.bodies) EXPECT_LT(body.size(), Destination::kBatchBytes + (2u << 20));
  EXPECT_EQ(counts_of(summary), (Counts{20, 0, 0, 15, 5}));
  EXPECT_EQ(summary.shown.at(1).place, "log.ndjson:8");

  Batches giant;
  log = R"({"scope": "a:b", "timestamp": 1, "obj_val": ")" + std::string(Destination::kMostEventBytes, 'x') +
        "\"}\n";
  const ImportSummary two = import(giant, "log.ndjson",
                                   R"({"scope": "a:b", "timestamp": 1})"
                                   "\n" +
                                       log);
  EXPECT_EQ(two.shown.at(0).place, "log.ndjson:2");
  EXPECT_EQ(giant.bodies.at(0), R"([{"scope": "a:b", "timestamp": 1}])") << "the other one is sent";
}

TEST_F(ClientTest, AReportIsTheSameFromTheServerAndFromItsStore) {
  StoreDestination direct(store());
  import(direct, "log.csv", kCsv);
  const auto from_store = open_report_source({Place::Kind::store, store()}, "");
  const auto from_server = open_report_source({Place::Kind::server, url_}, "");
  for (const ResourceId id :
       {ResourceId{ResourceKind::project, 3}, {ResourceKind::task, 7}, {ResourceKind::job, 11}}) {
    const std::string json = from_store->report_json(id, {});
    EXPECT_NE(json.find(R"({"value":5.0,"date":"2024-06-10"})"), std::string::npos) << json;
    EXPECT_EQ(without_age(from_server->report_json(id, {})), without_age(json));
    EXPECT_EQ(to_json(parse_report(id, json)), json);
    EXPECT_EQ(from_server->annotators_csv(id, {}), from_store->annotators_csv(id, {}));
  }
}

TEST_F(ClientTest, ARenewalIsOneAlsoWhenAnotherIsToldOfItsEnd) {
  StoreDestination direct(store());
  import(direct, "log.csv", kCsv);
  HttpClient first = client();
  ReportRequest request(first, {ResourceKind::project, 3}, "1");
  EXPECT_EQ(request.wait(), std::nullopt);

  ReportRequest again(first, {ResourceKind::project, 3}, "1");
  const std::string poll = "/api/analytics/reports" + query({{"rq_id", again.id()}});
  HttpClient other = client();
  while (other.post(poll, "{}").status == 202) continue;
  EXPECT_EQ(other.post(poll, "{}").status, 404);
  EXPECT_EQ(again.wait(), std::nullopt);
  EXPECT_THROW(ReportRequest(first, {ResourceKind::project, 99}, "1"), Error);
}

TEST_F(ClientTest, APeriodCutsWhatIsShown) {
  StoreDestination direct(store());
  import(direct, "log.csv", kCsv);
  const ResourceId job{ResourceKind::job, 11};
  const AskedPeriod later{parse_day("2024-06-11"), {}};
  const std::string json = open_report_source({Place::Kind::store, store()}, "")->report_json(job, later);
  EXPECT_NE(json.find(R"("created":[])"), std::string::npos) << json;
  EXPECT_EQ(without_age(open_report_source({Place::Kind::server, url_}, "")->report_json(job, later)),
            without_age(json));
}

TEST_F(ClientTest, WhatIsUnknownIsNotFound) {
  for (const Place& place : {Place{Place::Kind::store, store()}, Place{Place::Kind::server, url_}}) {
    try {
      open_report_source(place, "")->report_json({ResourceKind::project, 99}, {});
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found) << error.what();
    }
  }
}

TEST_F(ClientTest, AReportMakesNoStore) {
  const std::string path = (directory_.path() / "mistyped.db").string();
  try {
    open_report_source({Place::Kind::store, "sqlite:" + path}, "");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ClientTest, AnErrorOfTheServerTellsItsReason) {
  try {
    client().get_ok("/api/schedule?state=asleep");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_EQ(std::string(error.what()),
              url_ + " /api/schedule: state: expected pending, running, failed or history (400)");
  }
}

TEST(HttpClient, AServerThatIsAwayIsAskedAgain) {
  std::vector<Millis> delays;
  // Port 1 of loopback: nobody listens there.
  ServerDestination server(HttpClient("http://127.0.0.1:1", ""), [&](Millis delay, const std::string& why) {
    delays.push_back(delay);
    EXPECT_NE(why.find("http://127.0.0.1:1 does not answer"), std::string::npos) << why;
  });
  LogBatch batch;
  batch.json = "[]";
  EXPECT_THROW(server.apply(batch), Error);
  EXPECT_EQ(delays, (std::vector<Millis>{Millis(1000), Millis(2000), Millis(4000), Millis(8000),
                                         Millis(16'000), Millis(30'000), Millis(30'000)}));
  EXPECT_FALSE(server_answers("http://127.0.0.1:1", Millis(1000)));
}

TEST(HttpClient, RefusesWhatIsNoServer) {
  EXPECT_THROW(HttpClient("127.0.0.1:8460", ""), Error);
  EXPECT_THROW(HttpClient("file:///etc/passwd", ""), Error);
}

TEST(HttpClient, EscapesQueries) {
  EXPECT_EQ(query({{"a", "x y&z"}, {"b", ""}, {"c", "ü:1"}}), "?a=x%20y%26z&c=%C3%BC:1");
  EXPECT_EQ(query({}), "");
}

TEST(HttpClient, TellsTheReasonOfAnError) {
  EXPECT_EQ(detail_of({404, R"({"detail": "Unknown request id"})"}), "Unknown request id");
  EXPECT_EQ(detail_of({400, R"({"detail": 5})"}), "no reason given");
  EXPECT_EQ(detail_of({502, "<html>"}), "no reason given");
}

TEST(HttpClient, KeepsAPasswordOutOfItsErrors) {
  for (const std::string server : {"http://u:secret@127.0.0.1:1", "u:secret@127.0.0.1:1"}) {
    try {
      HttpClient(server, "").get("/healthz");
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    }
  }
}

TEST(HttpClient, AStatusHasAKind) {
  EXPECT_EQ(kind_of_status(400), ErrorKind::invalid_input);
  EXPECT_EQ(kind_of_status(404), ErrorKind::not_found);
  EXPECT_EQ(kind_of_status(409), ErrorKind::conflict);
  EXPECT_EQ(kind_of_status(429), ErrorKind::unavailable);
  EXPECT_EQ(kind_of_status(503), ErrorKind::unavailable);
}

}  // namespace
}  // namespace retally
