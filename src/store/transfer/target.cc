#include "store/transfer/target.h"

#include <fmt/format.h>

#include <charconv>

#include "store/postgres/migrations.h"

namespace retally::transfer {

namespace {

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "retally.total, retally.event, …"
std::string all_tables() {
  std::string names = "retally.total";
  for (const Table& table : tables()) names += fmt::format(", retally.{}", table.to);
  return names;
}

}  // namespace

Target::Target(const std::string& url) : connection_(url) {
  postgres::migrate(connection_, postgres::migrations());
  transaction_.emplace(connection_);
  lock();
  check_empty();
}

// Readers go on; who writes waits, and finds a store that is not empty any more.
void Target::lock() {
  connection_.script(fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", all_tables()));
}

void Target::check_empty() {
  for (const Table& table : tables()) {
    if (connection_.script(fmt::format("SELECT 1 FROM retally.{} LIMIT 1", table.to)).empty()) continue;
    throw Error(ErrorKind::conflict,
                fmt::format("store on PostgreSQL at {}: it is not empty, there are rows in its table '{}'; "
                            "name a database that holds no store yet",
                            connection_.name(), table.to));
  }
}

std::int64_t Target::count(const Table& table) {
  return number(connection_.script(fmt::format("SELECT count(*) FROM retally.{}", table.to)));
}

std::int64_t Target::total() {
  return number(connection_.script("SELECT sum(events) FROM retally.total"));
}

void Target::set_total(std::int64_t events) {
  connection_.run("UPDATE retally.total SET events = $1 WHERE slot = 0", events);
}

void Target::finish() {
  const std::int64_t last = number(connection_.script("SELECT max(id) FROM retally.reject"));
  // Unlike setval(), it is undone with its transaction.
  connection_.script(fmt::format("ALTER TABLE retally.reject ALTER COLUMN id RESTART WITH {}; ANALYZE {}",
                                 last + 1, all_tables()));
}

void Target::commit() {
  transaction_->commit();
}

}  // namespace retally::transfer
