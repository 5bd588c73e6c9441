// One connection to an SQLite database.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "retally/clock.h"
#include "store/sqlite/statement.h"

namespace retally::sqlite {

struct ConnectionOptions {
  Millis busy_timeout = std::chrono::seconds(10);  // how long to wait for another process's write
  bool sync = true;  // false: a commit need not outlive the machine (for stores that are thrown away)
};

// Belongs to one thread at a time.
class Connection {
 public:
  // Opens the file; makes it, readable by its owner only, where there is none. Throws Error(unavailable).
  Connection(const std::string& path, const ConnectionOptions& options);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The prepared form of `sql`, made once. The text must outlive the connection.
  Statement& prepared(std::string_view sql);

  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    prepared(sql).run(values...);
  }
  template <class... Values>
  Rows query(std::string_view sql, const Values&... values) {
    return prepared(sql).query(values...);
  }

  // Runs several statements, without values and without keeping them.
  void script(const std::string& sql);
  // The one number that `sql` gives.
  std::int64_t number(std::string_view sql);

  // How many rows the last write changed.
  std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_.get(); }

  // Throws for what SQLite has just reported, with what to do about it: Error(invalid_input) where a table
  // can't hold a value, else Error(unavailable).
  [[noreturn]] void fail(std::string_view what) const;

 private:
  struct Closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };

  std::string path_;
  std::unique_ptr<sqlite3, Closer> handle_;
  std::unordered_map<std::string_view, Statement> statements_;
};

}  // namespace retally::sqlite
