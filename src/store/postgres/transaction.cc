#include "store/postgres/transaction.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace retally::postgres {

namespace {

// A server that has crashed is back within this time, as a rule; and how often it is asked meanwhile.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kPause{50};
constexpr std::string_view kInvalidParameter = "22023";  // "transaction ID … is in the future"

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

void WriteTransaction::commit(const std::function<Outcome(const std::string& id)>& ask) {
  try {
    connection_.script("COMMIT");
  } catch (const DatabaseError& error) {
    if (!error.lost() || ask(id_) == Outcome::aborted) throw;
  }
}

ReadTransaction::~ReadTransaction() {
  end(connection_, "COMMIT");
}

Outcome outcome_of(const std::string& url, const std::string& id) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  std::string reason = "it has not ended since";
  for (; std::chrono::steady_clock::now() < until; std::this_thread::sleep_for(kPause)) {
    try {
      const std::string status = Connection(url).script(fmt::format("SELECT pg_xact_status('{}')", id));
      if (status == "committed") return Outcome::committed;
      // Not known: so long ago, for a server that lives on after us, it cannot be.
      if (status == "aborted" || status.empty()) return Outcome::aborted;
    } catch (const DatabaseError& error) {
      // The server has crashed before anything of it was on disk: it would use the number again.
      if (error.state() == kInvalidParameter) return Outcome::aborted;
      reason = error.what();
    }
  }
  throw Error(
      ErrorKind::unavailable,
      fmt::format("store on PostgreSQL: the connection was lost at the end of transaction {}, and it is "
                  "unknown whether it was written: {}; do the same again, what is known is not counted "
                  "twice",
                  id, reason));
}

}  // namespace retally::postgres
