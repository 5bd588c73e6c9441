#include "store/sqlite/migrations.h"

#include <fmt/format.h>

#include <array>

#include "retally/error.h"
#include "store/sqlite/transaction.h"

namespace retally::sqlite {

namespace {

// STRICT: a sum that left 64 bits would become a float and is refused instead, with the whole transaction.
// docs/store.md tells what each table is for.
constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE event (
  time_ms INTEGER NOT NULL,
  hash    INTEGER NOT NULL,
  PRIMARY KEY (time_ms, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE total (events INTEGER NOT NULL) STRICT;
INSERT INTO total VALUES (0);

CREATE TABLE resource (
  kind                INTEGER NOT NULL,
  id                  INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  name_ms             INTEGER,
  type                TEXT    NOT NULL,
  type_ms             INTEGER,
  parent              INTEGER NOT NULL,
  parent_ms           INTEGER,
  state               TEXT    NOT NULL,
  state_ms            INTEGER,
  last_event_ms       INTEGER,
  updated_ms          INTEGER,
  removed_ms          INTEGER,
  restored_ms         INTEGER,
  removed             INTEGER NOT NULL,
  version             INTEGER NOT NULL,
  report_version      INTEGER NOT NULL DEFAULT 0,
  report_created_ms   INTEGER,
  object_count        INTEGER NOT NULL DEFAULT 0,
  annotating_s        INTEGER NOT NULL DEFAULT 0,
  annotating_ended_ms INTEGER,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_parent ON resource (kind, parent, id);
CREATE INDEX resource_stale ON resource (kind, parent, id)
  WHERE version > report_version AND removed = 0;
CREATE INDEX root_stale ON resource (kind, id)
  WHERE version > report_version AND removed = 0 AND (kind = 2 OR parent = 0);

CREATE TABLE tally (
  kind           INTEGER NOT NULL,
  id             INTEGER NOT NULL,
  day            INTEGER NOT NULL,
  user           INTEGER NOT NULL,
  created_tags   INTEGER NOT NULL,
  created_shapes INTEGER NOT NULL,
  created_tracks INTEGER NOT NULL,
  updated_tags   INTEGER NOT NULL,
  updated_shapes INTEGER NOT NULL,
  updated_tracks INTEGER NOT NULL,
  deleted_tags   INTEGER NOT NULL,
  deleted_shapes INTEGER NOT NULL,
  deleted_tracks INTEGER NOT NULL,
  create_events  INTEGER NOT NULL,
  update_events  INTEGER NOT NULL,
  delete_events  INTEGER NOT NULL,
  working_ms     INTEGER NOT NULL,
  PRIMARY KEY (kind, id, day, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE state_change (
  job     INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  state   TEXT    NOT NULL,
  PRIMARY KEY (job, time_ms, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotation (
  job          INTEGER PRIMARY KEY,
  tags         INTEGER NOT NULL,
  shapes       INTEGER NOT NULL,
  track_frames INTEGER NOT NULL,
  start_frame  INTEGER NOT NULL,
  stop_frame   INTEGER NOT NULL,
  received_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
  id      INTEGER PRIMARY KEY,
  name    TEXT    NOT NULL,
  name_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE report (
  kind       INTEGER NOT NULL,
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  body       TEXT    NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE reject (
  id          INTEGER PRIMARY KEY,
  received_ms INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  line        INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  text        TEXT    NOT NULL
) STRICT;
)sql";

constexpr std::string_view kForgetting = R"sql(
CREATE TABLE horizon (
  id                INTEGER PRIMARY KEY,
  refused_before_ms INTEGER,
  deleted_before_ms INTEGER,
  moved_ms          INTEGER
) STRICT;
)sql";

constexpr std::array<std::string_view, 2> kMigrations = {kFirstSchema, kForgetting};

// Zero on a file that SQLite has just made.
bool is_empty(Connection& connection) {
  return connection.number("SELECT count(*) FROM sqlite_schema") == 0;
}

// In a transaction: another process may be making the file ours between one look and the next.
void check_ours(Connection& connection, std::int64_t newest) {
  const std::int64_t application = connection.number("PRAGMA application_id");
  if (application != kApplicationId && !(application == 0 && is_empty(connection))) {
    throw Error(
        ErrorKind::unavailable,
        fmt::format("store '{}': it is a database of another program; name another file", connection.path()));
  }
  const std::int64_t version = connection.number("PRAGMA user_version");
  if (version > newest) {
    throw Error(ErrorKind::unavailable,
                fmt::format("store '{}': its schema is version {}, this retally knows up to {}; use the "
                            "retally that wrote it, or a newer one",
                            connection.path(), version, newest));
  }
}

}  // namespace

std::span<const std::string_view> migrations() {
  return kMigrations;
}

void migrate(Connection& connection, std::span<const std::string_view> steps) {
  const auto newest = static_cast<std::int64_t>(steps.size());
  {
    const ReadTransaction transaction(connection);
    check_ours(connection, newest);
  }
  while (connection.number("PRAGMA user_version") < newest) {
    WriteTransaction transaction(connection);
    // Asked again under the lock: another process may have been faster.
    check_ours(connection, newest);
    const std::int64_t version = connection.number("PRAGMA user_version");
    if (version == newest) return;
    connection.script(std::string(steps[static_cast<std::size_t>(version)]));
    connection.script(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, version + 1));
    transaction.commit();
  }
}

}  // namespace retally::sqlite
