#include <fmt/format.h>

#include "retally/error.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/temporary_store.h"
#include "store/store.h"
#include "store/store_url.h"

namespace retally {

std::unique_ptr<Store> open_store(std::string_view url) {
  if (const auto path = sqlite_path(url)) {
    if (*path == ":memory:") return sqlite::make_temporary_store();
    return std::make_unique<sqlite::SqliteStore>(std::string(*path));
  }
  if (is_postgres_url(url)) return std::make_unique<postgres::PostgresStore>(std::string(url));
  throw Error(
      ErrorKind::invalid_input,
      fmt::format("store '{}': not a store's URL; write sqlite:PATH, or postgresql://USER@HOST/DATABASE",
                  scheme_of(url)));
}

}  // namespace retally
