#include "store/transfer/source.h"

#include <fmt/format.h>

#include <filesystem>
#include <new>

#include "retally/error.h"
#include "store/postgres/clean_text.h"
#include "store/sqlite/migrations.h"

namespace retally::transfer {

namespace {

// SQLite would make it.
const std::string& existing(const std::string& path) {
  if (std::error_code ignored; std::filesystem::exists(path, ignored)) return path;
  throw Error(ErrorKind::not_found, fmt::format("store '{}': there is no such file", path));
}

// clean_text() for the SQL of source_query().
void clean_text_in_sql(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (text == nullptr) return sqlite3_result_error_nomem(context);
  try {
    const std::string clean =
        postgres::clean_text({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
    sqlite3_result_text64(context, clean.data(), clean.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } catch (const std::bad_alloc&) {  // must not pass through SQLite
    sqlite3_result_error_nomem(context);
  }
}

}  // namespace

Source::Source(const std::string& path) : connection_(existing(path), {}) {
  sqlite::migrate(connection_, sqlite::migrations());
  sqlite3_create_function_v2(connection_.handle(), "clean_text", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                             nullptr, clean_text_in_sql, nullptr, nullptr, nullptr);
  moment_.emplace(connection_);
}

std::int64_t Source::count(const Table& table) {
  return connection_.number(fmt::format("SELECT count(*) FROM ({})", source_query(table)));
}

std::int64_t Source::total() {
  return connection_.number("SELECT events FROM total");
}

}  // namespace retally::transfer
