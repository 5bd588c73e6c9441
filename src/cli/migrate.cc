// retally migrate: from the embedded store to PostgreSQL.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "retally/error.h"
#include "store/transfer/transfer.h"

namespace retally {
namespace {

constexpr auto kMigrateHelp = R"(Example:
  retally migrate --from sqlite:retally.db --to postgresql://retally@db.example/retally

Moves an installation that has outgrown its one file into an empty PostgreSQL database: all of it, in one
transaction, and counted on both sides before it counts as done. Whatever ends it before, an error or Ctrl-C,
leaves nothing behind. The file stays as it is.

Stop the server first: what it takes while this runs, or afterwards, is not moved. Then start it again with
--store and the new URL. A password belongs into a file (see PGPASSFILE), as a command line is seen by everybody.)";

struct MigrateOptions {
  std::string from;
  std::string to;
};

TransferResult move_store(const MigrateOptions& options, ProgressBar& bar) {
  return transfer_store(options.from, options.to,
                        [&](std::string_view table, std::uint64_t rows, std::uint64_t all) {
                          bar.show({std::string(table), rows, all, rows, {}, ProgressState::Measure::rows});
                        });
}

void print_counts(const std::vector<TransferCount>& counts) {
  const auto text = [](std::int64_t count) { return with_commas(static_cast<std::uint64_t>(count)); };
  TextTable table({{"table"}, {"source", Align::right}, {"target", Align::right}, {""}});
  for (const TransferCount& count : counts)
    table.add({std::string(count.table), text(count.source), text(count.target),
               count.source == count.target ? "" : "differs"});
  fmt::print("{}", table.text(terminal_width(stdout)));
}

int migrate(const MigrateOptions& options) {
  TransferResult result;
  double seconds = 0;
  {
    ProgressBar bar;
    result = move_store(options, bar);
    seconds = bar.elapsed().count();
  }
  print_counts(result.counts);
  if (!result.committed)
    throw Error(
        ErrorKind::unavailable,
        "migrate: the counts differ, so nothing was moved; look for triggers or rules on the target's "
        "tables, or for a damaged file (sqlite3 FILE 'PRAGMA integrity_check')");
  fmt::print("Moved in {:.1f} s.\n", seconds);
  return kExitDone;
}

}  // namespace

void add_migrate(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("migrate", "Move the store from an SQLite file to PostgreSQL");
  const auto options = std::make_shared<MigrateOptions>();
  command->add_option("--from", options->from, "The store that there is")
      ->type_name("sqlite:PATH")
      ->required();
  command->add_option("--to", options->to, "An empty database for it")
      ->type_name("postgresql://…")
      ->required();
  command->footer(kMigrateHelp);
  command->callback([options, &chosen] { chosen = [options] { return migrate(*options); }; });
}

}  // namespace retally
