#include "generate/generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "events/decoder.h"
#include "retally/error.h"
#include "tests/support/text_source.h"

namespace retally {
namespace {

using simulated::Row;
using simulated::RowForm;

std::string text_of(GenerateFormat format, std::uint64_t events = 20'000, std::uint64_t seed = 1) {
  GenerateOptions options;
  options.events = events;
  options.seed = seed;
  std::ostringstream out;
  generate(options, format, out);
  return std::move(out).str();
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// When the simulation is changed on purpose these change with it. They must be the same for every compiler,
// standard library and machine.
TEST(Generate, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(fnv1a(text_of(GenerateFormat::ndjson)), 1609254385183648782u);
  EXPECT_EQ(fnv1a(text_of(GenerateFormat::csv)), 3209555074875156028u);
  EXPECT_EQ(fnv1a(text_of(GenerateFormat::batches)), 5056733085214759808u);
  EXPECT_NE(text_of(GenerateFormat::csv, 1000, 2), text_of(GenerateFormat::csv, 1000, 3));
}

// Every event's identity, and what is wrong with those that have none.
struct Identities final : EventSink {
  void on_event(const Event& event, std::uint64_t) override {
    events.emplace_back(event.time_ms, event.hash);
  }
  void on_bad(const BadEvent& bad, std::uint64_t line) override {
    ADD_FAILURE() << "line " << line << ": " << bad.reason << "\n" << bad.text;
  }
  std::vector<std::pair<std::int64_t, std::uint64_t>> events;
};

std::vector<std::pair<std::int64_t, std::uint64_t>> identities(std::string_view log, LogFormat form) {
  TextSource source(log);
  LogReader reader(source);
  Identities sink;
  EXPECT_EQ(reader.format(), form);
  while (reader.read(1 << 20, sink)) {
  }
  std::sort(sink.events.begin(), sink.events.end());
  return std::move(sink.events);
}

TEST(Generate, AllFormatsHoldTheSameEventsAndTheDecoderTakesThem) {
  const auto events = identities(text_of(GenerateFormat::ndjson), LogFormat::ndjson);
  ASSERT_EQ(events.size(), 20'000u);
  EXPECT_EQ(identities(text_of(GenerateFormat::csv), LogFormat::csv), events);
  EXPECT_EQ(identities(text_of(GenerateFormat::batches), LogFormat::ndjson), events);
}

TEST(Generate, AnExportIsInOrderOfTime) {
  const std::string csv = text_of(GenerateFormat::csv, 60'000);
  TextSource source(csv);
  LogReader reader(source);
  Identities sink;
  while (reader.read(1 << 20, sink)) {
  }
  EXPECT_TRUE(std::is_sorted(sink.events.begin(), sink.events.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; }));
}

TEST(Generate, GivesExactlyAsManyEventsAsAskedFor) {
  for (const std::uint64_t count : {0u, 1u, 49u, 777u}) {
    EXPECT_EQ(identities(text_of(GenerateFormat::batches, count), LogFormat::ndjson).size(), count);
  }
}

// Rows are counted by what they are of, in thousandths of the log.
std::map<std::string, std::size_t> shares(const GenerateOptions& options) {
  std::map<std::string, std::size_t> counts;
  Generator log(options);
  while (const Body* body = log.next()) {
    for (const Row& row : body->rows) {
      const std::string_view resource = row.scope.substr(row.scope.find(':') + 1);
      const bool counted = resource == "shapes" || resource == "tracks" || resource == "tags";
      ++counts[row.form == RowForm::client     ? "client"
               : counted                       ? "counted"
               : row.form == RowForm::field    ? "updated"
               : row.form == RowForm::resource ? "created or deleted"
                                               : std::string(row.scope)];
    }
  }
  for (auto& [kind, count] : counts) count = count * 1000 / options.events;
  return counts;
}

testing::AssertionResult between(std::size_t low, std::size_t value, std::size_t high) {
  if (low <= value && value <= high) return testing::AssertionSuccess();
  return testing::AssertionFailure() << value << " is not in " << low << " … " << high;
}

TEST(Generate, TheSharesAreAsPromised) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    GenerateOptions options;
    options.seed = seed;
    auto share = shares(options);
    EXPECT_TRUE(between(650, share["client"], 750));
    EXPECT_TRUE(between(170, share["counted"], 250));
    EXPECT_TRUE(between(40, share["send:working_time"], 70));
    EXPECT_TRUE(between(10, share["updated"], 30));
    EXPECT_TRUE(between(3, share["created or deleted"], 20));
    for (const char* scope : {"send:exception", "export:dataset", "import:dataset", "call:function"}) {
      EXPECT_TRUE(share.contains(scope)) << scope;
      EXPECT_TRUE(between(0, share[scope], 9)) << scope;
    }
  }
}

struct Tour {
  std::set<std::string_view> scopes;
  std::set<std::uint64_t> projects, tasks_alone, users;
  std::map<std::uint64_t, std::set<std::uint64_t>> projects_of_task;
  std::size_t late_bodies = 0;
  std::size_t bodies = 0;
  std::size_t rows = 0;
  std::set<std::string> distinct;
  std::int64_t last_us = 0;
  bool in_order = true;
};

Tour tour(const GenerateOptions& options) {
  Tour tour;
  Generator log(options);
  while (const Body* body = log.next()) {
    ++tour.bodies;
    tour.in_order &= body->time_us >= tour.last_us;
    tour.last_us = body->time_us;
    tour.late_bodies += body->time_us - body->rows.back().time_us > 10 * 60 * 1'000'000LL ? 1 : 0;
    EXPECT_TRUE(between(1, body->rows.size(), 50));
    for (const Row& row : body->rows) {
      ++tour.rows;
      tour.scopes.insert(row.scope);
      tour.users.insert(row.user_id);
      if (row.project_id != 0) tour.projects.insert(row.project_id);
      if (row.task_id != 0) tour.projects_of_task[row.task_id].insert(row.project_id);
      tour.distinct.insert(to_json({&row, 1}));
    }
  }
  return tour;
}

TEST(Generate, ALogHasWhatRealOnesHave) {
  const Tour log = tour({});
  EXPECT_TRUE(log.in_order);
  EXPECT_TRUE(between(900, log.distinct.size() * 1000 / log.rows, 998)) << "repeats";
  EXPECT_GT(log.late_bodies, 0u);
  for (const char* scope : {"create:project", "create:task", "create:job", "create:label", "create:issue",
                            "update:job", "update:task", "update:comment", "delete:job", "delete:task",
                            "delete:project", "create:tags", "update:tracks", "delete:shapes", "load:job"}) {
    EXPECT_TRUE(log.scopes.contains(scope)) << scope;
  }
  const auto of_projects = [&log](const std::set<std::uint64_t>& wanted, std::size_t at_least) {
    return std::any_of(log.projects_of_task.begin(), log.projects_of_task.end(), [&](const auto& task) {
      return std::includes(task.second.begin(), task.second.end(), wanted.begin(), wanted.end()) &&
             task.second.size() >= at_least;
    });
  };
  EXPECT_TRUE(of_projects({0}, 1)) << "a task without a project";
  EXPECT_TRUE(of_projects({}, 2)) << "a task that moved";
}

TEST(Generate, OptionsAreKeptTo) {
  GenerateOptions options;
  options.events = 30'000;
  options.projects = 3;
  options.tasks = 5;
  options.jobs = 20;
  options.annotators = 4;
  const Tour log = tour(options);
  EXPECT_EQ(log.projects.size(), 3u);
  EXPECT_EQ(log.projects_of_task.size(), 5u);
  EXPECT_TRUE(between(4, log.users.size(), 4 + 3)) << "annotators and managers";
}

TEST(Generate, ImpossibleOptionsAreRefused) {
  GenerateOptions options;
  options.days = 0;
  EXPECT_THROW(Generator{options}, Error);
  options.days = 14;
  options.start = TimePoint{};
  EXPECT_THROW(Generator{options}, Error);
}

TEST(Generate, AFullDiskIsAnError) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_THROW(generate(GenerateOptions{}, GenerateFormat::csv, out), Error);
}

}  // namespace
}  // namespace retally
