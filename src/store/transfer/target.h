// The store that takes in another: a PostgreSQL database that is empty, in one transaction.
#pragma once

#include <string>

#include "store/postgres/copy_in.h"
#include "store/postgres/transaction.h"
#include "store/transfer/tables.h"

namespace retally::transfer {

// Until commit() nobody sees anything of it, and without it nothing is kept. Every function throws
// Error(unavailable) when the database can't be read or written.
class Target {
 public:
  // Makes the schema where there is none, and keeps all others from writing until the end. Throws
  // Error(conflict) if there is anything in it.
  explicit Target(const std::string& url);

  std::int64_t count(const Table& table);
  std::int64_t total();

  // A stream into the table.
  postgres::CopyIn copy_into(const Table& table) { return {connection_, target_columns(table)}; }
  void set_total(std::int64_t events);

  // Lets new rows go on after those that were copied, and the planner know how many there are.
  void finish();
  void commit();

 private:
  void lock();
  void check_empty();

  postgres::Connection connection_;
  std::optional<postgres::WriteTransaction> transaction_;
};

}  // namespace retally::transfer
