// One connection to a PostgreSQL server.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "retally/error.h"
#include "store/postgres/parameters.h"
#include "store/postgres/rows.h"

namespace retally::postgres {

// The server refused a statement, or was gone.
class DatabaseError : public Error {
 public:
  // Of kind invalid_input where a table can't hold a value, else unavailable.
  DatabaseError(const std::string& what, bool lost, std::string_view state);

  // There is no connection any more: what was under way is unknown.
  bool lost() const { return lost_; }
  // Two transactions stood in each other's way, and this one gave in: the same again can go well.
  bool is_conflict() const {
    return state_ == "40001" || state_ == "40P01";  // serialization_failure, deadlock_detected
  }
  // A row was there already.
  bool is_duplicate() const { return state_ == "23505"; }  // unique_violation
  // SQLSTATE, as PostgreSQL's manual lists it; empty: the error is not the server's.
  const std::string& state() const { return state_; }

 private:
  bool lost_;
  std::string state_;
};

// Belongs to one thread at a time.
class Connection {
 public:
  // `url` as libpq takes it: postgresql://user@host:port/database?sslmode=…; what it does not say is taken
  // from libpq's environment (PGPASSFILE and the like). Throws DatabaseError.
  explicit Connection(const std::string& url);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Prepares `sql` once, and runs it. The text must outlive the connection. Throws DatabaseError.
  template <class... Values>
  Rows query(std::string_view sql, const Values&... values) {
    return run_prepared(sql, Parameters(values...));
  }
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    query(sql, values...);
  }

  // Runs statements without values and without keeping them, in one round trip; gives what the last one gave,
  // as text.
  std::string script(const std::string& sql);

  bool is_lost() const { return PQstatus(handle_.get()) != CONNECTION_OK; }
  // Whether it waits for nothing, and is in no transaction.
  bool is_idle() const { return PQtransactionStatus(handle_.get()) == PQTRANS_IDLE; }
  int server_version() const { return PQserverVersion(handle_.get()); }
  // For messages: the host and the database, and no password.
  const std::string& name() const { return name_; }
  // A number from 0 to 63 that is another for most connections at a time.
  std::int64_t slot() const { return PQbackendPID(handle_.get()) % 64; }

  PGconn* handle() const { return handle_.get(); }

  // Throws DatabaseError for what the server has just said, or, without a `result`, libpq; with what to do
  // about it.
  [[noreturn]] void fail(std::string_view what, const PGresult* result) const;

 private:
  struct Closer {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };

  Rows run_prepared(std::string_view sql, const Parameters& parameters);
  const std::string& prepare(std::string_view sql, const Parameters& parameters);
  Result checked(PGresult* result, std::string_view what) const;

  std::unique_ptr<PGconn, Closer> handle_;
  std::string name_;
  std::unordered_map<std::string_view, std::string> statements_;  // their names
};

}  // namespace retally::postgres
