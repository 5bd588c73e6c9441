// Where an option's value comes from: the command line, else its RETALLY_… variable, else the configuration
// file, else its default.
//
// One list of options serves all three: `--max-wait 15m` is RETALLY_MAX_WAIT=15m and, in the file,
// `max-wait = "15m"`. So an option that is added to a command has its variable and its key by that alone.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace retally {

// Looks up an environment variable: nullptr when it isn't set.
using Environment = std::function<const char*(const std::string& name)>;

// The process's own.
Environment process_environment();

// "--max-wait" -> "RETALLY_MAX_WAIT".
std::string variable_of(const CLI::Option& option);

// Give values to those of the options that have none yet, and so are called in the order of precedence. An
// empty variable counts as not set. Both throw Error(invalid_input) that names the variable, or the file,
// line and key: for a value that the option refuses, a key that no option has, and a file that is no TOML;
// Error(not_found) when the file isn't there.
void fill_from_environment(const std::vector<CLI::Option*>& options, const Environment& environment);
void fill_from_file(const std::vector<CLI::Option*>& options, const std::string& path);

// Every option of a command but --help and those named.
std::vector<CLI::Option*> options_of(CLI::App& command, const std::vector<std::string_view>& without = {});

}  // namespace retally
