#include <array>

#include "clear_database.h"
#include "contract.h"
#include "tests/support/faulty_store.h"
#include "tests/support/postgres_server.h"

namespace retally::support {

namespace {

// A database of one server, and a store on it that stays open.
struct Database {
  explicit Database(PostgresServer& server)
      : url(server.fresh_database()), store(open_store(url)), connection(url) {}

  std::string url;
  std::unique_ptr<Store> store;
  postgres::Connection connection;
};

// None of the databases is given out again before two others have been.
std::unique_ptr<Store> make_postgres_store() {
  static PostgresServer server;
  static std::array databases = {Database(server), Database(server), Database(server)};
  static std::size_t next = 0;
  Database& database = databases[next++ % databases.size()];
  clear_database(database.connection);
  return std::make_unique<FaultyStore>(*database.store);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract, ::testing::Values(StoreFactory{make_postgres_store}));

}  // namespace retally::support
