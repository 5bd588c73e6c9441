// A transaction: all of it, or nothing.
#pragma once

#include "store/sqlite/connection.h"

namespace retally::sqlite {

// Takes the right to write at once, so that what it reads is still so when it writes.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection) : connection_(connection) {
    connection.run("BEGIN IMMEDIATE");
  }
  // SQLite has rolled back by itself after some errors, a full disk for one.
  ~WriteTransaction() {
    if (connection_.in_transaction())
      sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // On disk when it returns.
  void commit() { connection_.run("COMMIT"); }

 private:
  Connection& connection_;
};

// Sees the database as it was when this was made, whatever others write meanwhile.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {
    connection.run("BEGIN");
    connection.run("PRAGMA user_version");  // the first read decides the moment
  }
  ~ReadTransaction() { sqlite3_exec(connection_.handle(), "COMMIT", nullptr, nullptr, nullptr); }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

}  // namespace retally::sqlite
