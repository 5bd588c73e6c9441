#include <fmt/format.h>

#include "retally/error.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/temporary_store.h"
#include "store/store.h"

namespace retally {

namespace {

constexpr std::string_view kSqlite = "sqlite:";

}  // namespace

std::unique_ptr<Store> open_store(std::string_view url) {
  if (url.starts_with(kSqlite)) {
    const std::string_view path = url.substr(kSqlite.size());
    if (path == ":memory:") return sqlite::make_temporary_store();
    if (!path.empty()) return std::make_unique<sqlite::SqliteStore>(std::string(path));
  }
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    return std::make_unique<postgres::PostgresStore>(std::string(url));
  // No more of it than its scheme: there may be a password in it.
  throw Error(
      ErrorKind::invalid_input,
      fmt::format("store '{}': not a store's URL; write sqlite:PATH, or postgresql://USER@HOST/DATABASE",
                  url.substr(0, url.find(':'))));
}

}  // namespace retally
