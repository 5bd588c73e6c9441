// retally generate: a realistic log.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/day.h"
#include "cli/exit_code.h"
#include "generate/generator.h"
#include "retally/error.h"

namespace retally {
namespace {

constexpr auto kGenerateHelp = R"(Examples:
  retally generate --events 1000000 --seed 7 --output log.ndjson
  retally generate --events 50000 --start 2024-01-01 --days 30 --projects 3 --output month.ndjson
  retally generate --events 1000000 --seed 7 --format csv | retally import - --store sqlite:retally.db

The same options give the same bytes everywhere, and the three formats hold the same events.)";

const std::map<std::string, GenerateFormat> kFormats{
    {"ndjson", GenerateFormat::ndjson}, {"csv", GenerateFormat::csv}, {"batches", GenerateFormat::batches}};

struct Options {
  GenerateOptions log;
  GenerateFormat format = GenerateFormat::ndjson;
  std::string output = "-";
};

int run(const Options& options) {
  if (options.output == "-") {
    std::ios::sync_with_stdio(false);
    generate(options.log, options.format, std::cout);
    return kExitDone;
  }
  std::ofstream file(options.output, std::ios::binary | std::ios::trunc);
  if (!file) throw Error(ErrorKind::unavailable, fmt::format("generate: can't write {}", options.output));
  generate(options.log, options.format, file);
  file.close();
  if (file.fail())
    throw Error(ErrorKind::unavailable, fmt::format("generate: {} could not be written", options.output));
  return kExitDone;
}

}  // namespace

void add_generate(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("generate", "Write a realistic event log, for tests and benchmarks");
  const auto options = std::make_shared<Options>();
  const auto number = [&](const char* name, auto& value, const char* what) {
    command->add_option(name, value, what)->type_name("N")->check(whole_number(0))->capture_default_str();
  };
  number("--events", options->log.events, "How many events, repeats included");
  number("--seed", options->log.seed, "What all chance comes from");
  command
      ->add_option_function<std::string>(
          "--start",
          [options](const std::string& text) {
            try {
              options->log.start = parse_day(text);
            } catch (const Error& error) {
              throw CLI::ValidationError("--start", error.what());
            }
          },
          "The day on which it begins")
      ->type_name("YYYY-MM-DD")
      ->default_str(format_day(std::chrono::floor<std::chrono::days>(options->log.start)));
  number("--days", options->log.days, "About how many days it spans");
  number("--projects", options->log.projects, "How many projects; 0: fitted to the events, as below");
  number("--tasks", options->log.tasks, "How many tasks");
  number("--jobs", options->log.jobs, "How many jobs");
  number("--annotators", options->log.annotators, "How many annotators");
  command
      ->add_option("--format", options->format,
                   "ndjson: an event a line; csv: CVAT's export; batches: a body of its log sender a line")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case).description(""))
      ->default_str("ndjson");
  command->add_option("--output", options->output, "The file to write (default: the standard output)")
      ->type_name("FILE");
  command->footer(kGenerateHelp);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace retally
