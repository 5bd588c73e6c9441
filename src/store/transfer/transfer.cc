#include "store/transfer/transfer.h"

#include <fmt/format.h>

#include <algorithm>

#include "retally/error.h"
#include "store/store_url.h"
#include "store/transfer/source.h"
#include "store/transfer/target.h"

namespace retally {

namespace {

using transfer::Column;
using transfer::ColumnType;
using transfer::Source;
using transfer::Table;
using transfer::Target;

constexpr std::uint64_t kRowsBetweenProgress = 1 << 10;

void check_urls(std::string_view from, std::string_view to) {
  const auto path = sqlite_path(from);
  if (path && *path != ":memory:" && is_postgres_url(to)) return;
  throw Error(
      ErrorKind::invalid_input,
      fmt::format("a store is moved from sqlite:PATH to postgresql://USER@HOST/DATABASE, and not from {} "
                  "to {}",
                  path ? from : scheme_of(from), scheme_of(to)));
}

void add_row(postgres::CopyIn& copy, const Table& table, const sqlite::Rows& rows) {
  copy.begin_row(table.columns.size());
  int place = 0;
  for (const Column& column : table.columns) {
    if (column.type == ColumnType::integer) copy.add_integer(rows.optional_integer(place));
    if (column.type == ColumnType::boolean) copy.add_boolean(rows.boolean(place));
    if (column.type == ColumnType::text) copy.add_text(rows.text(place));
    ++place;
  }
}

// Counted before anything is written: the server ends a transaction that waits long for us.
std::vector<TransferCount> count(Source& source) {
  std::vector<TransferCount> counts;
  for (const Table& table : transfer::tables()) counts.push_back({table.to, source.count(table)});
  counts.push_back({"total", source.total()});
  return counts;
}

// The rest of `counts`, which are in the order that count() made.
void count_again(Target& target, std::vector<TransferCount>& counts) {
  auto next = counts.begin();
  for (const Table& table : transfer::tables()) (next++)->target = target.count(table);
  next->target = target.total();
}

// Tells how far we are.
class Meter {
 public:
  Meter(const std::vector<TransferCount>& counts, const TransferProgress& progress) : progress_(progress) {
    for (std::size_t i = 0; i < transfer::tables().size(); ++i)
      all_ += static_cast<std::uint64_t>(counts[i].source);
  }

  void begin(const Table& table) {
    table_ = table.to;
    progress_(table_, rows_, all_);
  }
  void add_row() {
    if (++rows_ % kRowsBetweenProgress == 0) progress_(table_, rows_, all_);
  }

 private:
  const TransferProgress& progress_;
  std::string_view table_;
  std::uint64_t rows_ = 0;
  std::uint64_t all_ = 0;
};

void move_rows(Source& source, Target& target, const Table& table, Meter& meter) {
  postgres::CopyIn copy = target.copy_into(table);
  meter.begin(table);
  source.read(table, [&](const sqlite::Rows& rows) {
    add_row(copy, table, rows);
    meter.add_row();
  });
  copy.finish();
}

}  // namespace

TransferResult transfer_store(const std::string& from, const std::string& to,
                              const TransferProgress& progress) {
  check_urls(from, to);
  Source source(std::string(*sqlite_path(from)));
  TransferResult result{count(source)};
  Target target(to);
  Meter meter(result.counts, progress);
  for (const Table& table : transfer::tables()) move_rows(source, target, table, meter);
  target.set_total(source.total());
  target.finish();
  count_again(target, result.counts);
  const auto is_equal = [](const TransferCount& count) { return count.source == count.target; };
  if (!std::ranges::all_of(result.counts, is_equal)) return result;
  target.commit();
  result.committed = true;
  return result;
}

}  // namespace retally
