// A store that is moved from SQLite to PostgreSQL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "any_log.h"
#include "clear_database.h"
#include "retally/error.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/test_folder.h"
#include "store/transfer/tables.h"
#include "store/transfer/transfer.h"
#include "tests/support/postgres_server.h"

namespace retally::support {

namespace {

using postgres::Connection;
using testing::HasSubstr;

PostgresServer& transfer_server() {
  static PostgresServer server;
  return server;
}

void no_progress(std::string_view /*table*/, std::uint64_t /*rows*/, std::uint64_t /*all*/) {}

std::optional<Error> failure(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

// Reports of everything that is stale, as renewing makes them, and their versions.
void save_reports(Store& store) {
  std::vector<StoredReport> reports;
  {
    const auto reader = store.read();
    for (const ResourceKind kind : {ResourceKind::job, ResourceKind::task, ResourceKind::project}) {
      for (const Resource& resource : reader->resources({.kind = kind, .limit = 10'000})) {
        JobSummary summary;
        if (kind == ResourceKind::job) summary = {resource.id.id, 0, 7, {60, 1000}};
        reports.push_back({resource.id, resource.version, TimePoint{Millis{5}}, "{\"a\":\"é\"}", summary});
      }
    }
  }
  store.save(reports);
}

std::string text_of(const Resource& resource) {
  return target_of(resource.id) + " " + std::to_string(resource.version) + " " +
         std::to_string(resource.report_version) + " " +
         std::to_string(resource.report_created.time_since_epoch().count());
}

// What dump() leaves out: versions, reports and what those above take from them, rejects, counts of objects.
std::string rest_of(Store& store) {
  const auto reader = store.read();
  std::string text;
  for (const ResourceKind kind : {ResourceKind::job, ResourceKind::task, ResourceKind::project}) {
    for (const Resource& resource : reader->resources({.kind = kind, .limit = 10'000})) {
      text += text_of(resource) + "\n";
      if (const auto report = reader->report(resource.id))
        text += std::to_string(report->version) + report->body +
                std::to_string(report->summary.object_count) + "\n";
      if (kind == ResourceKind::job) {
        const JobRecord job = *reader->job(resource.id.id);
        text += std::to_string(job.annotations ? job.annotations->total() : -1) + " " +
                std::to_string(job.updated ? job.updated->time_since_epoch().count() : -1) + "\n";
        continue;
      }
      for (const JobSummary& summary : reader->summaries(resource.id))
        text += std::to_string(summary.object_count) + " " + std::to_string(summary.annotating.seconds) +
                " " + std::to_string(summary.annotating.ended_ms.value_or(-1)) + "\n";
    }
  }
  for (const Reject& reject : reader->rejects(0, 100))
    text += reject.source + std::to_string(reject.line) + reject.reason + reject.text +
            std::to_string(reject.received_ms) + "\n";
  return text;
}

class Transfer : public ::testing::Test {
 protected:
  // Of each table of the target how many rows it has.
  std::string target_rows() {
    Connection connection(to);
    std::string rows;
    for (const transfer::Table& table : transfer::tables())
      rows += connection.script("SELECT count(*) FROM retally." + std::string(table.to)) + " ";
    return rows + connection.script("SELECT sum(events) FROM retally.total");
  }

  TransferResult transfer_all() { return transfer_store(from, to, no_progress); }

  TestFolder folder;
  std::string from = "sqlite:" + folder.file();
  std::string to = transfer_server().fresh_database();
  std::unique_ptr<Store> source = open_store(from);
};

constexpr const char* kNothing = "0 0 0 0 0 0 0 0 0 0";

void add_reject(Store& store, std::string text) {
  ChangeSet set;
  set.rejects.push_back({1, "file", 2, "why", std::move(text)});
  const ChangeSet* const sets[] = {&set};
  store.apply(sets);
}

TEST_F(Transfer, MovesEverythingAsItIs) {
  const auto target = open_store(to);
  Connection connection(to);
  EXPECT_TRUE(rc::check([&] {
    const std::vector<LogEvent> log = any_log();
    support::apply(*source, log);
    if (*rc::gen::arbitrary<bool>()) save_reports(*source);
    support::apply(*source, any_log());  // some of the reports are stale then
    // A deletion that happened before this and comes later is taken back, too.
    if (source->read()->resource(task(1))) source->restore(task(1), TimePoint{Millis{2 * kDayMs}});
    source->put_annotations(1, {1, 2, 3, 4, 5, TimePoint{Millis{6}}});
    source->put_job_facts({.job = 2, .task = 3, .updated = TimePoint{Millis{7}}});
    add_reject(*source, "text");

    clear_database(connection);
    const TransferResult result = transfer_all();
    RC_ASSERT(result.committed);
    for (const TransferCount& count : result.counts) RC_ASSERT(count.source == count.target);
    RC_ASSERT(dump(*target) == dump(*source));
    RC_ASSERT(rest_of(*target) == rest_of(*source));
    RC_ASSERT(target->read()->stale_roots(std::nullopt, 100) ==
              source->read()->stale_roots(std::nullopt, 100));

    const std::vector<LogEvent> later = any_log();
    support::apply(*source, later);
    support::apply(*target, later);
    RC_ASSERT(dump(*target) == dump(*source));
    RC_ASSERT(rest_of(*target) == rest_of(*source));
  }));
}

TEST_F(Transfer, WhatWasKnownIsKnownAndWhatIsNewCounts) {
  support::apply(*source, {shapes(3, 5, 2, 1), shapes(4, 5, 2, 1)});
  add_reject(*source, "first");
  transfer_all();
  const auto target = open_store(to);
  const Store::Result result = support::apply(*target, {shapes(3, 5, 2, 1), shapes(9, 5, 2, 1)});
  EXPECT_EQ(result.applied[0].known, 1U);
  EXPECT_EQ(result.applied[0].fresh, 1U);
  EXPECT_EQ(target->read()->counts().events, 3);
  add_reject(*target, "second");
  const auto rejects = target->read()->rejects(0, 10);
  ASSERT_EQ(rejects.size(), 2U);
  EXPECT_EQ(rejects[0].text, "second");
}

TEST_F(Transfer, WhatIsForgottenStaysSo) {
  support::apply(*source, {shapes(3, 5, 2, 1), shapes(3, 5, 2, 1, 9)});
  const TimePoint horizon{Millis{5 * kDayMs}};
  source->forget(horizon, TimePoint{}, 1);
  source->forget(horizon, TimePoint{kRefusedFirst}, 1);
  transfer_all();
  const auto target = open_store(to);
  EXPECT_EQ(target->read()->forgotten_before(), horizon);
  EXPECT_EQ(target->read()->counts().events, 1);
  EXPECT_THROW(support::apply(*target, {shapes(3, 5, 2, 1)}), Error);
}

TEST_F(Transfer, TextThatIsNoUtf8GoesAsFarAsItCan) {
  const std::string bad("a\0b\xFF", 4);
  LogEvent named = shapes(1, 5, 2, 1);
  named.job = 0;
  named.name = bad;
  named.user_name = bad;
  // Two states that are one in PostgreSQL.
  support::apply(*source, {named, state(bad, 5, 10),
                           state("a\xFE"
                                 "b\xFF",
                                 5, 10)});
  add_reject(*source, bad);
  EXPECT_TRUE(transfer_all().committed);
  const auto target = open_store(to);
  EXPECT_EQ(target->read()->resource(task(2))->name, "a\uFFFDb\uFFFD");
  EXPECT_EQ(target->read()->rejects(0, 1)[0].text, "a\uFFFDb\uFFFD");
  EXPECT_EQ(target->read()->job(5)->states.size(), 1U);
}

TEST_F(Transfer, WhatIsWrittenMeanwhileIsNotSeen) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  const std::string before = dump(*source);
  bool wrote = false;
  const TransferResult result = transfer_store(from, to, [&](auto, auto, auto) {
    if (!std::exchange(wrote, true)) support::apply(*source, {shapes(4, 5, 2, 1), shapes(1, 6, 2, 1)});
  });
  EXPECT_TRUE(wrote);
  EXPECT_TRUE(result.committed);
  EXPECT_EQ(dump(*open_store(to)), before);
}

TEST_F(Transfer, NobodyWritesIntoTheTargetMeanwhile) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  const auto target = open_store(to);
  Connection other(to);
  std::string refusal;
  transfer_store(from, to, [&](auto, auto, auto) {
    if (!refusal.empty()) return;
    refusal =
        failure([&] { other.script("SET lock_timeout = '10ms'; INSERT INTO retally.event VALUES (1, 2)"); })
            .value()
            .what();
  });
  EXPECT_THAT(refusal, HasSubstr("lock timeout"));
  EXPECT_EQ(dump(*target), dump(*source));
}

TEST_F(Transfer, RefusesATargetThatIsNotEmpty) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  const auto target = open_store(to);
  for (const auto& fill : std::vector<std::function<void()>>{
           [&] { support::apply(*target, {shapes(4, 6, 3, 2)}); }, [&] { add_reject(*target, "text"); }}) {
    Connection connection(to);
    clear_database(connection);
    fill();
    const std::string before = target_rows();
    const auto error = failure([&] { transfer_all(); });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->kind(), ErrorKind::conflict);
    EXPECT_THAT(error->what(), HasSubstr("it is not empty"));
    EXPECT_EQ(target_rows(), before);
  }
}

TEST_F(Transfer, ARowThatIsRefusedLeavesNothing) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  add_reject(*source, "text");
  open_store(to);
  Connection(to).script("ALTER TABLE retally.reject ADD CHECK (text <> 'text')");  // the last table
  EXPECT_THAT(failure([&] { transfer_all(); }).value().what(), HasSubstr("violates check constraint"));
  EXPECT_EQ(target_rows(), kNothing);
}

TEST_F(Transfer, AConnectionThatIsLostLeavesNothing) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  add_reject(*source, "text");
  open_store(to);
  Connection other(to);
  const auto cut = [&](std::string_view table, auto, auto) {
    if (table == "reject")
      other.script(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  };
  EXPECT_TRUE(failure([&] { transfer_store(from, to, cut); }));
  EXPECT_EQ(target_rows(), kNothing);
}

// A fault of the source.
TEST_F(Transfer, AnErrorInTheMiddleLeavesNothing) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  const auto stop = [](std::string_view table, auto, auto) {
    if (table == "tally") throw Error(ErrorKind::unavailable, "the disk is gone");
  };
  EXPECT_THAT(failure([&] { transfer_store(from, to, stop); }).value().what(), HasSubstr("the disk is gone"));
  EXPECT_EQ(target_rows(), kNothing);
  EXPECT_TRUE(transfer_all().committed) << "the same again works";
}

TEST_F(Transfer, CountsThatDifferLeaveNothing) {
  support::apply(*source, {shapes(3, 5, 2, 1)});
  open_store(to);
  Connection(to).script(
      "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
      " CREATE TRIGGER lose BEFORE INSERT ON retally.event FOR EACH ROW EXECUTE FUNCTION lose()");
  const TransferResult result = transfer_all();
  EXPECT_FALSE(result.committed);
  EXPECT_EQ(result.counts.front().source, 1);
  EXPECT_EQ(result.counts.front().target, 0);
  EXPECT_EQ(target_rows(), kNothing);
}

TEST_F(Transfer, RefusesOtherPairsAndFilesThatAreNotThere) {
  const auto kind_of = [](const std::string& one, const std::string& other) {
    return failure([&] { transfer_store(one, other, no_progress); }).value().kind();
  };
  EXPECT_EQ(kind_of(from, from), ErrorKind::invalid_input);
  EXPECT_EQ(kind_of(to, from), ErrorKind::invalid_input);
  EXPECT_EQ(kind_of(to, to), ErrorKind::invalid_input);
  EXPECT_EQ(kind_of("sqlite::memory:", to), ErrorKind::invalid_input);
  const std::string none = folder.file("none.db");
  EXPECT_EQ(kind_of("sqlite:" + none, to), ErrorKind::not_found);
  EXPECT_FALSE(std::filesystem::exists(none));
}

// So that no column of a later schema is forgotten.
TEST_F(Transfer, ListsEveryColumnOfBothSchemas) {
  open_store(to);
  Connection connection(to);
  sqlite::Connection file(folder.file(), {});
  std::set<std::string> in_postgres, in_sqlite, listed_to, listed_from;
  postgres::Rows columns = connection.query(
      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'retally'"
      " AND table_name NOT IN ('total', 'schema_version')");
  while (columns.next()) in_postgres.insert(columns.text(0));
  sqlite::Rows fields = file.query(
      "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
      " WHERE t.type = 'table' AND t.name <> 'total'");
  while (fields.next()) in_sqlite.insert(fields.text(0));
  for (const transfer::Table& table : transfer::tables()) {
    for (const transfer::Column& column : table.columns) {
      listed_to.insert(std::string(table.to) + "." + std::string(column.to));
      listed_from.insert(std::string(table.from) + "." + std::string(column.from));
    }
  }
  EXPECT_EQ(listed_to, in_postgres);
  EXPECT_EQ(listed_from, in_sqlite);
}

}  // namespace

}  // namespace retally::support
