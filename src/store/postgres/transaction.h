// A transaction: all of it, or nothing.
#pragma once

#include "store/postgres/connection.h"

namespace retally::postgres {

// Reads what others have committed by then, statement for statement: what it reads to write it has to lock.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection) : connection_(connection) { connection.script("BEGIN"); }
  // A connection that is lost takes its transaction with it.
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // On disk when it returns. Where DatabaseError says that the connection is lost, nobody knows whether it
  // is: the same has to be done again, so that it does no harm if it is.
  void commit() { connection_.script("COMMIT"); }

 private:
  Connection& connection_;
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

}  // namespace retally::postgres
