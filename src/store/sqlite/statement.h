// A prepared statement, and the rows that it gives.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace retally::sqlite {

class Connection;
class Rows;

// Belongs to its Connection, and to one thread at a time.
class Statement {
 public:
  // Throws Error(unavailable) when the database can't be read. SQL that does not compile is our own mistake.
  Statement(Connection& connection, std::string_view sql);

  // Binds `values` to ?1, ?2 … and runs the statement to its end.
  template <class... Values>
  void run(const Values&... values) {
    bind_all(values...);
    finish();
  }

  // The same for a statement that gives rows. One Rows of a statement at a time.
  template <class... Values>
  Rows query(const Values&... values);

 private:
  friend class Rows;

  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  template <class... Values>
  void bind_all(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
  }
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::string_view value);
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, const std::optional<std::int64_t>& value);

  bool step();
  void finish();
  void reset() noexcept { sqlite3_reset(handle_.get()); }

  Connection& connection_;
  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
};

// The rows of a query. Lets go of the statement when it goes; text that was bound must live until then.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(statement) {}
  ~Rows() { statement_.reset(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  // Moves to the next row, at first to the first one. False: there is none.
  bool next() { return statement_.step(); }

  // Of the row, columns from 0.
  std::int64_t integer(int column) const { return sqlite3_column_int64(handle(), column); }
  bool boolean(int column) const { return integer(column) != 0; }
  std::optional<std::int64_t> optional_integer(int column) const;
  std::string text(int column) const;

 private:
  sqlite3_stmt* handle() const { return statement_.handle_.get(); }

  Statement& statement_;
};

template <class... Values>
Rows Statement::query(const Values&... values) {
  bind_all(values...);
  return Rows(*this);
}

}  // namespace retally::sqlite
