// What only a store of several nodes meets: the same at two places at once, and a server that goes away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <atomic>
#include <functional>
#include <latch>
#include <thread>

#include "any_log.h"
#include "clear_database.h"
#include "numbered_batch.h"
#include "retally/error.h"
#include "store/postgres/migrations.h"
#include "tests/support/postgres_server.h"

namespace retally::support {

namespace {

using postgres::Connection;
using testing::HasSubstr;

constexpr int kNodes = 4;

PostgresServer& server() {
  static PostgresServer server;
  return server;
}

// Calls node(i) for each in a thread of its own, all at the same time.
template <class Node>
void on_all_nodes(Node node) {
  std::latch start(kNodes);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kNodes; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      node(i);
    });
  }
}

// As a sender does: until it is acknowledged.
Applied apply_until_acknowledged(Store& store, const ChangeSet& set) {
  const ChangeSet* const sets[] = {&set};
  for (;;) {
    try {
      return store.apply(sets).applied[0];
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::unavailable) throw;
    }
  }
}

std::int64_t created(Store& store, ResourceId id) {
  std::int64_t sum = 0;
  const auto reader = store.read();
  for (const UserDayTally& day : reader->user_days(id, Day::min(), Day::max()))
    sum += day.tally.total(Action::create);
  return sum;
}

std::string error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    return error.what();
  }
  return "";
}

// Ends the sessions of everybody else in the middle of what they do, some dozens of times.
class Cutter {
 public:
  explicit Cutter(const std::string& url)
      : thread_([this, url](const std::stop_token& stop) { cut(stop, url); }) {}

  int cut_off() const { return cut_off_; }

 private:
  void cut(const std::stop_token& stop, const std::string& url) {
    Connection connection(url);
    while (!stop.stop_requested() && cut_off_ < kCuts) {
      cut_off_ += std::stoi(connection.script(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          " WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"));
    }
  }

  static constexpr int kCuts = 50;

  std::atomic<int> cut_off_ = 0;
  std::jthread thread_;
};

}  // namespace

TEST(PostgresStore, ManyMayMakeTheSchemaAtTheSameTime) {
  const std::string url = server().fresh_database();
  on_all_nodes([&](int) { EXPECT_NE(open_store(url), nullptr); });
}

TEST(PostgresStore, TheSameBatchOnAllNodesAtTheSameTimeIsCountedOnce) {
  const std::string url = server().fresh_database();
  std::atomic<std::uint64_t> fresh = 0;
  std::atomic<std::uint64_t> known = 0;
  constexpr int kBatches = 40;
  on_all_nodes([&](int) {
    const auto store = open_store(url);
    for (int number = 0; number < kBatches; ++number) {
      const Applied applied = apply_until_acknowledged(*store, numbered_batch(number));
      fresh += applied.fresh;
      known += applied.known;
    }
  });
  const auto store = open_store(url);
  EXPECT_EQ(fresh, kBatches * kBatchSize);
  EXPECT_EQ(known, (kNodes - 1) * kBatches * kBatchSize);
  EXPECT_EQ(created(*store, project(1)), kBatches * kBatchSize);
  EXPECT_EQ(created(*store, task(1)) + created(*store, task(2)), kBatches * kBatchSize);
}

TEST(PostgresStore, ALogThatComesToAllNodesAtOnceGivesTheRecordsOfOne) {
  const std::string url = server().fresh_database();
  std::array<std::unique_ptr<Store>, kNodes> nodes;
  for (auto& node : nodes) node = open_store(url);
  Connection connection(url);
  EXPECT_TRUE(rc::check([&] {
    clear_database(connection);
    const std::vector<LogEvent> log = any_log();
    std::array<std::vector<LogEvent>, kNodes> parts;
    // Some go to two of them.
    for (const LogEvent& event : log) {
      parts[static_cast<std::size_t>(*rc::gen::inRange(0, kNodes))].push_back(event);
      parts[static_cast<std::size_t>(*rc::gen::inRange(0, kNodes))].push_back(event);
    }
    on_all_nodes([&](int node) {
      const auto i = static_cast<std::size_t>(node);
      for (const LogEvent& event : parts[i]) apply_until_acknowledged(*nodes[i], set_of({event}));
    });
    const auto one = open_store("sqlite::memory:");
    apply(*one, log);
    RC_ASSERT(dump(*nodes[0]) == dump(*one));
  }));
}

TEST(PostgresStore, NodesForgetAtTheSameTimeWhileOthersAreWritten) {
  const std::string url = server().fresh_database();
  const auto store = open_store(url);
  constexpr std::int64_t kOld = 20;  // batches
  for (std::int64_t number = 0; number < kOld; ++number)
    apply_until_acknowledged(*store, numbered_batch(number));
  const TimePoint horizon{Millis{kOld * kBatchSize}};
  store->forget(horizon, TimePoint{}, 0);
  std::atomic<std::size_t> deleted = 0;
  on_all_nodes([&](int node) {
    const auto own = open_store(url);
    for (std::int64_t number = 0; number < kOld; ++number) {
      deleted += own->forget(horizon, TimePoint{kRefusedFirst}, 17);
      apply_until_acknowledged(*own, numbered_batch(kOld + kNodes * number + node));
    }
  });
  EXPECT_EQ(deleted, kOld * kBatchSize);
  EXPECT_EQ(store->read()->counts().events, kNodes * kOld * kBatchSize);
  EXPECT_EQ(created(*store, project(1)), (1 + kNodes) * kOld * kBatchSize);
}

TEST(PostgresStore, WhatIsCutOffIsMadeAgainAndCountsOnce) {
  const std::string url = server().fresh_database();
  open_store(url);
  constexpr int kBatches = 100;
  std::atomic<std::uint64_t> fresh = 0;
  int cut_off = 0;
  {
    Cutter cutter(url);
    on_all_nodes([&](int node) {
      std::unique_ptr<Store> store;
      while (store == nullptr) error_of([&] { store = open_store(url); });
      for (int number = 0; number < kBatches; ++number) {
        fresh += apply_until_acknowledged(*store, numbered_batch(kNodes * number + node)).fresh;
      }
    });
    cut_off = cutter.cut_off();
  }
  const auto store = open_store(url);
  EXPECT_GT(cut_off, 0);
  EXPECT_EQ(created(*store, project(1)), kNodes * kBatches * kBatchSize);
  // Those whose fate stayed unknown are told as known when they come again; but that takes a server that
  // stays away.
  EXPECT_EQ(fresh, kNodes * kBatches * kBatchSize);
}

TEST(PostgresStore, GoesOnAfterTheServerWasKilled) {
  PostgresServer own;
  const std::string url = own.fresh_database();
  const auto store = open_store(url);
  constexpr int kBatches = 10;
  for (int number = 0; number < kBatches; ++number) {
    apply_until_acknowledged(*store, numbered_batch(number));
    if (number % 5 == 2) {
      own.kill();
      EXPECT_THAT(error_of([&] { store->read(); }), HasSubstr("can't connect"));
      own.start();
    }
  }
  EXPECT_EQ(created(*store, project(1)), kBatches * kBatchSize);
}

TEST(PostgresStore, RefusesANewerSchema) {
  const std::string url = server().fresh_database();
  open_store(url);
  Connection(url).script("UPDATE retally.schema_version SET version = version + 1");
  EXPECT_THAT(error_of([&] { open_store(url); }), HasSubstr("or a newer one"));
}

TEST(PostgresStore, AStepOfAMigrationThatFailsIsUndoneWhole) {
  const std::string url = server().fresh_database();
  open_store(url);
  Connection connection(url);
  std::vector<std::string_view> steps(postgres::migrations().begin(), postgres::migrations().end());
  steps.emplace_back("CREATE TABLE retally.half (a bigint); INSERT INTO none VALUES (1)");
  EXPECT_NE(error_of([&] { postgres::migrate(connection, steps); }), "");
  EXPECT_EQ(connection.script("SELECT to_regclass('retally.half')"), "");
  EXPECT_EQ(connection.script("SELECT version FROM retally.schema_version"),
            std::to_string(postgres::migrations().size()));
}

TEST(PostgresStore, RefusesADatabaseThatCannotHoldAllText) {
  server().ask("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'");
  const std::string url = server().url("ascii");
  EXPECT_THAT(error_of([&] { open_store(url); }), HasSubstr("make one in UTF-8"));
}

TEST(PostgresStore, SaysWhatToDoWhenItCannotBeOpened) {
  EXPECT_THAT(error_of([&] { open_store(server().url("gone")); }),
              testing::AllOf(HasSubstr("does not exist"), HasSubstr("that the database is there")));
  EXPECT_THAT(error_of([] { open_store("postgresql://me:secret@127.0.0.1:1/db"); }),
              testing::AllOf(HasSubstr("127.0.0.1/db: can't connect"), testing::Not(HasSubstr("secret"))));
}

TEST(PostgresStore, KeepsTextThatIsNoUtf8AsFarAsItCan) {
  const auto store = open_store(server().fresh_database());
  LogEvent event = shapes(1, 1, 1, 1);
  event.job = 0;
  event.name = std::string("a\0b\xFF", 4);
  apply(*store, {event});
  EXPECT_EQ(store->read()->resource(task(1))->name, "a\uFFFDb\uFFFD");
}

}  // namespace retally::support
