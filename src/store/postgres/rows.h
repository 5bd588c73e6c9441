// What a statement gave, in binary form.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace retally::postgres {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

class Rows {
 public:
  explicit Rows(Result result) : result_(std::move(result)) {}

  // Moves to the next row, at first to the first one. False: there is none.
  bool next() { return ++row_ < PQntuples(result_.get()); }

  // Of the row, columns from 0.
  std::int64_t integer(int column) const {
    // A bigint has eight bytes, the highest first, an integer four, a boolean one.
    std::uint64_t number = 0;
    const char* bytes = PQgetvalue(result_.get(), row_, column);
    for (int i = 0; i < PQgetlength(result_.get(), row_, column); ++i)
      number = number << 8U | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(number);
  }
  bool boolean(int column) const { return integer(column) != 0; }
  std::optional<std::int64_t> optional_integer(int column) const {
    if (PQgetisnull(result_.get(), row_, column) != 0) return std::nullopt;
    return integer(column);
  }
  std::string text(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }

 private:
  Result result_;
  int row_ = -1;
};

}  // namespace retally::postgres
