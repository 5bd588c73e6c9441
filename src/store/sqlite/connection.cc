#include "store/sqlite/connection.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "retally/error.h"

namespace retally::sqlite {

namespace {

// Names and e-mail addresses of people are in it: nobody else's business. SQLite gives its side files the
// same mode. That the file can't be made is left for SQLite to say.
void make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

// Whether what was to be written is at fault: the same fails again, and anything else can go well.
bool is_refusal(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_CONSTRAINT || primary == SQLITE_MISMATCH || primary == SQLITE_TOOBIG;
}

std::string_view advice(int code) {
  switch (code & 0xff) {  // the primary code
    case SQLITE_FULL:
      return "free space on its disk; the same call will then succeed";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process has been writing to it for long; try again, or end that process";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return "make sure that the folder exists, and that this user may write to it and to the file";
    case SQLITE_NOTADB:
      return "name another file, or move this one away";
    case SQLITE_CORRUPT:
      return "restore a backup, or import the events into a new file";
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return "a number or text is larger than it can hold; look for it in what was sent";
    case SQLITE_IOERR:
      return "look at the system's log: the disk may be failing or full";
    default:
      return "try again; if it stays, please report it";
  }
}

}  // namespace

Connection::Connection(const std::string& path, const ConnectionOptions& options) : path_(path) {
  make_private(path);
  sqlite3* handle = nullptr;
  // NOMUTEX: a connection belongs to one thread at a time, SQLite need not lock it again.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail("can't open");
  sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
  // A commit is on disk before it returns: in WAL mode that is FULL, not NORMAL.
  script(options.sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
}

Statement& Connection::prepared(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  return statements_.try_emplace(sql, *this, sql).first->second;
}

void Connection::script(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail("can't set it up");
}

std::int64_t Connection::number(std::string_view sql) {
  Statement statement(*this, sql);
  Rows rows = statement.query();
  return rows.next() ? rows.integer(0) : 0;
}

void Connection::fail(std::string_view what) const {
  const int code = handle_ ? sqlite3_extended_errcode(handle_.get()) : SQLITE_NOMEM;
  throw Error(is_refusal(code) ? ErrorKind::invalid_input : ErrorKind::unavailable,
              fmt::format("store '{}': {}: {} (SQLite {}); {}", path_, what,
                          handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory", code, advice(code)));
}

}  // namespace retally::sqlite
