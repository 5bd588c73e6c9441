// The store that is moved away: an SQLite file, as it is at one moment.
#pragma once

#include <string>

#include "store/sqlite/connection.h"
#include "store/sqlite/transaction.h"
#include "store/transfer/tables.h"

namespace retally::transfer {

// Whoever writes to the file meanwhile is not in the way, and not seen. Every function throws
// Error(unavailable) when the file can't be read.
class Source {
 public:
  // Brings the file to today's schema. Throws Error(not_found) where there is none.
  explicit Source(const std::string& path);

  // How many rows read() gives.
  std::int64_t count(const Table& table);
  std::int64_t total();

  // Calls row(rows) for each row of the table, with the columns in their order, and text that is clean.
  template <class Row>
  void read(const Table& table, Row row) {
    sqlite::Statement statement(connection_, source_query(table));
    for (sqlite::Rows rows = statement.query(); rows.next();) row(rows);
  }

 private:
  sqlite::Connection connection_;
  std::optional<sqlite::ReadTransaction> moment_;
};

}  // namespace retally::transfer
