#include "store/postgres/transaction.h"

namespace retally::postgres {

namespace {

void end(Connection& connection, const char* how) noexcept {
  if (connection.is_idle() || connection.is_lost()) return;
  try {
    connection.script(how);
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): what ends it now is the end of the connection
  }
}

}  // namespace

WriteTransaction::~WriteTransaction() {
  end(connection_, "ROLLBACK");
}

ReadTransaction::~ReadTransaction() {
  end(connection_, "COMMIT");
}

}  // namespace retally::postgres
