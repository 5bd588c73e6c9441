#include "store/sqlite/statement.h"

#include "store/sqlite/connection.h"

namespace retally::sqlite {

Statement::Statement(Connection& connection, std::string_view sql) : connection_(connection) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) connection.fail("can't prepare a statement");
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), index, value);
}

// SQLITE_STATIC: the caller's text outlives the run, so that it is not copied.
void Statement::bind(int index, std::string_view value) {
  const char* text = value.data() == nullptr ? "" : value.data();
  sqlite3_bind_text64(handle_.get(), index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int index, const std::optional<std::int64_t>& value) {
  if (value) {
    bind(index, *value);
  } else {
    sqlite3_bind_null(handle_.get(), index);
  }
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const bool reads = sqlite3_stmt_readonly(handle_.get()) != 0;
  try {
    connection_.fail(reads ? "can't read" : "can't write");
  } catch (...) {
    reset();
    throw;
  }
}

void Statement::finish() {
  while (step()) {
  }
  reset();
}

std::optional<std::int64_t> Rows::optional_integer(int column) const {
  if (sqlite3_column_type(handle(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Rows::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle(), column))};
}

}  // namespace retally::sqlite
