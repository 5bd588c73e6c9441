// A transaction: all of it, or nothing.
#pragma once

#include <functional>
#include <string>

#include "store/postgres/connection.h"

namespace retally::postgres {

// What has become of a transaction whose commit was not answered.
enum class Outcome { committed, aborted };

// Reads what others have committed by then, statement for statement: what it reads to write it has to lock.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection)
      : connection_(connection), id_(connection.script("BEGIN; SELECT pg_current_xact_id()")) {}
  // A connection that is lost takes its transaction with it.
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // On disk when it returns. Where the connection is lost meanwhile, `ask` is called with the transaction's
  // id. Throws DatabaseError: nothing has been written; or Error(unavailable): that is unknown.
  void commit(const std::function<Outcome(const std::string& id)>& ask);

 private:
  Connection& connection_;
  const std::string id_;
};

// Sees the database as it was when this was made, whatever others write meanwhile.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {
    // The first statement decides the moment.
    connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
  }
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

// Asks the server what has become of a transaction, until it knows. Throws Error(unavailable) when that takes
// too long: then it stays unknown.
Outcome outcome_of(const std::string& url, const std::string& id);

}  // namespace retally::postgres
