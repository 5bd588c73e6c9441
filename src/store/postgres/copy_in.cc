#include "store/postgres/copy_in.h"

#include "store/postgres/array.h"

namespace retally::postgres {

namespace {

constexpr std::string_view kSignature{"PGCOPY\n\377\r\n\0", 11};
// A message costs the same for a row as for hundreds.
constexpr std::size_t kMessageBytes = 64 << 10;

}  // namespace

CopyIn::CopyIn(Connection& connection, const std::string& table) : connection_(connection) {
  const Result result(PQexec(connection.handle(), ("COPY " + table + " FROM STDIN (FORMAT binary)").c_str()));
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) connection.fail("can't write", result.get());
  unsent_ = kSignature;
  append_number(unsent_, std::int32_t{0});
  append_number(unsent_, std::int32_t{0});
}

CopyIn::~CopyIn() {
  if (finished_) return;
  PQputCopyEnd(connection_.handle(), "it was given up");
  while (const Result result{PQgetResult(connection_.handle())}) {
  }
}

void CopyIn::begin_row(std::size_t columns) {
  if (unsent_.size() >= kMessageBytes) send();
  append_number(unsent_, static_cast<std::int16_t>(columns));
}

void CopyIn::add_integer(const std::optional<std::int64_t>& number) {
  if (!number) return append_number(unsent_, std::int32_t{-1});
  append_number(unsent_, std::int32_t{sizeof *number});
  append_number(unsent_, *number);
}

void CopyIn::add_boolean(bool value) {
  append_number(unsent_, std::int32_t{1});
  unsent_ += value ? '\1' : '\0';
}

void CopyIn::add_text(std::string_view clean) {
  append_number(unsent_, static_cast<std::int32_t>(clean.size()));
  unsent_ += clean;
}

void CopyIn::finish() {
  append_number(unsent_, std::int16_t{-1});
  send();
  finished_ = true;
  if (PQputCopyEnd(connection_.handle(), nullptr) != 1) connection_.fail("can't write", nullptr);
  check_results();
}

void CopyIn::send() {
  const int sent = PQputCopyData(connection_.handle(), unsent_.data(), static_cast<int>(unsent_.size()));
  if (sent != 1) connection_.fail("can't write", nullptr);
  unsent_.clear();
}

void CopyIn::check_results() {
  while (const Result result{PQgetResult(connection_.handle())}) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) connection_.fail("can't write", result.get());
  }
}

}  // namespace retally::postgres
