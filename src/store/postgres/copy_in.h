// Rows into a table as a stream, which is the fastest way in: COPY … FROM STDIN, in binary form.
//
// The form (PostgreSQL's manual, COPY, "Binary Format"): a signature of eleven bytes, and two numbers that
// are 0; then of each row how many columns it has, in two bytes, and of each column its length, -1 for null,
// and its bytes, as in an array (array.h); at the end -1 in the place of a number of columns.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/postgres/connection.h"

namespace retally::postgres {

// Has its connection for itself until it goes. All functions throw DatabaseError; what the server finds wrong
// with a row may be told only by finish().
class CopyIn {
 public:
  // `table` with the columns: "retally.event (time_ms, hash)".
  CopyIn(Connection& connection, const std::string& table);
  // Where finish() was not called, nothing of it is kept.
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;

  // Of each row: how many columns it has, then these, in their order.
  void begin_row(std::size_t columns);
  void add_integer(const std::optional<std::int64_t>& number);
  void add_boolean(bool value);
  void add_text(std::string_view clean);  // see clean_text()

  // Sends what is left, and waits for the server's word on all of it.
  void finish();

 private:
  void send();
  void check_results();

  Connection& connection_;
  std::string unsent_;
  bool finished_ = false;
};

}  // namespace retally::postgres
