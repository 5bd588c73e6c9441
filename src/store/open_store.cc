#include <fmt/format.h>

#include "retally/error.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/temporary_store.h"
#include "store/store.h"

namespace retally {

namespace {

constexpr std::string_view kSqlite = "sqlite:";

}  // namespace

std::unique_ptr<Store> open_store(std::string_view url) {
  if (url.substr(0, kSqlite.size()) == kSqlite) {
    const std::string_view path = url.substr(kSqlite.size());
    if (path == ":memory:") return sqlite::make_temporary_store();
    if (!path.empty()) return std::make_unique<sqlite::SqliteStore>(std::string(path));
  }
  throw Error(ErrorKind::invalid_input,
              fmt::format("store '{}': not a store's URL; write sqlite:PATH, or sqlite::memory:", url));
}

}  // namespace retally
