#include "store/postgres/connection.h"

#include <fmt/format.h>

#include <array>

namespace retally::postgres {

namespace {

// Our own settings of a session: a process that stopped in the middle of a transaction must not keep all
// others waiting, and what was answered must be on disk, whatever the database's own setting is.
constexpr const char* kSession =
    "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '30s'; SET client_min_messages = "
    "warning; SELECT set_config('synchronous_commit', 'on', false) WHERE "
    "current_setting('synchronous_commit') = 'off'";

// Whether what was to be written is at fault: the same fails again, and anything else can go well.
bool is_refusal(std::string_view state) {
  return state.starts_with("22") || state.starts_with("23");  // data exception, constraint violation
}

std::string_view advice(std::string_view state) {
  const std::string_view kind = state.substr(0, 2);
  // The server has not been reached, or has told its reason in its message only.
  if (state.empty())
    return "see that it runs, that the database is there, and that the user of the URL may use it";
  if (state == "42501") return "let its user create the schema 'retally', or own it";
  if (state == "55P03")
    return "another process has held what it needs for long; try again, or end that process";
  if (is_refusal(state)) return "a number or text is larger than it can hold; look for it in what was sent";
  if (kind == "53") return "look at the server: its disk, memory or connections are used up";
  if (kind == "25") return "name the primary: this server takes no writes";
  return "see the server's log";
}

// The server's last words to a connection: it is being stopped, was cut off, or has crashed.
bool is_farewell(std::string_view state) {
  return state == "57P01" || state == "57P02";  // admin_shutdown, crash_shutdown
}

std::string_view trimmed(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  return message;
}

}  // namespace

DatabaseError::DatabaseError(const std::string& what, bool lost, std::string_view state)
    : Error(is_refusal(state) ? ErrorKind::invalid_input : ErrorKind::unavailable, what),
      lost_(lost),
      state_(state) {}

Connection::Connection(const std::string& url) {
  // What the URL says wins over what comes before it.
  const std::array<const char*, 6> keywords = {"connect_timeout",  "fallback_application_name",
                                               "tcp_user_timeout", "dbname",
                                               "client_encoding",  nullptr};
  const std::array<const char*, 6> values = {"5", "retally", "10000", url.c_str(), "UTF8", nullptr};
  handle_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (handle_ == nullptr) throw std::bad_alloc();
  const auto or_empty = [](const char* text) { return text == nullptr ? "" : text; };
  name_ = fmt::format("{}/{}", or_empty(PQhost(handle_.get())), or_empty(PQdb(handle_.get())));
  PQsetNoticeProcessor(
      handle_.get(), [](void*, const char*) {}, nullptr);
  if (PQstatus(handle_.get()) != CONNECTION_OK) fail("can't connect", nullptr);
  script(kSession);
}

std::string Connection::script(const std::string& sql) {
  const Result result = checked(PQexec(handle_.get(), sql.c_str()), "can't set it up");
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

Rows Connection::run_prepared(std::string_view sql, const Parameters& parameters) {
  const std::string& name = prepare(sql, parameters);
  const std::vector<int> binary(static_cast<std::size_t>(parameters.size()), 1);
  return Rows(
      checked(PQexecPrepared(handle_.get(), name.c_str(), parameters.size(), parameters.pointers().data(),
                             parameters.lengths().data(), binary.data(), 1),
              "can't read or write"));
}

const std::string& Connection::prepare(std::string_view sql, const Parameters& parameters) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  std::string name = fmt::format("retally_{}", statements_.size());
  checked(PQprepare(handle_.get(), name.c_str(), std::string(sql).c_str(), parameters.size(),
                    parameters.types().data()),
          "can't prepare a statement");
  return statements_.emplace(sql, std::move(name)).first->second;
}

Result Connection::checked(PGresult* result, std::string_view what) const {
  Result owned(result);
  const ExecStatusType status = PQresultStatus(owned.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(what, owned.get());
  return owned;
}

void Connection::fail(std::string_view what, const PGresult* result) const {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "" : field;
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string_view message = trimmed(primary != nullptr ? primary : PQerrorMessage(handle_.get()));
  throw DatabaseError(fmt::format("store on PostgreSQL at {}: {}: {}{}; {}", name_, what, message,
                                  state.empty() ? "" : " (" + state + ")", advice(state)),
                      is_lost() || is_farewell(state), state);
}

}  // namespace retally::postgres
