// The commands of the program: each adds itself to the command line, with its options and its help.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>

#include "retally/clock.h"

namespace retally {

// What the command line asks for. Returns the exit code; throws Error.
using Command = std::function<int()>;

// When the command line has been parsed and names this command, `chosen` is what to do.
void add_serve(CLI::App& app, Command& chosen);
void add_demo(CLI::App& app, Command& chosen);
void add_import(CLI::App& app, Command& chosen);
void add_migrate(CLI::App& app, Command& chosen);
void add_report(CLI::App& app, Command& chosen);
void add_check(CLI::App& app, Command& chosen);
void add_schedule(CLI::App& app, Command& chosen);
void add_touch(CLI::App& app, Command& chosen);
void add_token(CLI::App& app, Command& chosen);
void add_rq(CLI::App& app, Command& chosen);
void add_rq_scheduler(CLI::App& app, Command& chosen);
void add_generate(CLI::App& app, Command& chosen);

// Takes whole numbers of `low` or more. CLI11 takes -1 for 2^64 - 1, and its own check tells of a range with
// 300 digits.
CLI::Validator whole_number(std::uint64_t low);

// Which part of a long list is printed.
struct PageOptions {
  std::int64_t page = 1;
  std::int64_t page_size = 100;
};
void add_page_options(CLI::App& command, PageOptions& options);

// An option that holds a duration such as 15m; `value` holds its default.
CLI::Option* add_duration(CLI::App& command, const std::string& name, Millis& value,
                          const std::string& description);

}  // namespace retally
