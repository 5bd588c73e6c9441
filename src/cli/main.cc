// retally, the program.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/exit_code.h"

namespace {

constexpr auto kAbout = R"(Annotation-analytics reports that stay fresh under a flood of changes.

`retally demo` shows everything at work. `retally COMMAND --help` has an example for each command.)";

constexpr auto kExitCodes = R"(Exit codes:
  0   done
  1   import: some of the log was rejected; check: the update failed
  2   the command line, the configuration or the input can never work as it is
  3   disk, database or network: the same command may work later
  4   what the command names does not exist
  5   the state does not allow it now
  70  a mistake of retally's own: please report it)";

// What a command prints is an answer only when all of it has gone out: a full disk, say, is told here.
int with_output(int code) {
  std::cout.flush();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout) return code;
  std::cerr << "retally: not everything could be written to the standard output\n";
  return retally::kExitUnavailable;
}

int run(int argc, char** argv) {
  CLI::App app(kAbout, "retally");
  app.set_version_flag("--version", "retally " RETALLY_VERSION);
  app.footer(kExitCodes);
  app.require_subcommand(1);

  retally::Command chosen;
  retally::add_serve(app, chosen);
  retally::add_demo(app, chosen);
  retally::add_import(app, chosen);
  retally::add_migrate(app, chosen);
  retally::add_report(app, chosen);
  retally::add_check(app, chosen);
  retally::add_schedule(app, chosen);
  retally::add_touch(app, chosen);
  retally::add_token(app, chosen);
  retally::add_rq(app, chosen);
  retally::add_rq_scheduler(app, chosen);
  retally::add_generate(app, chosen);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // A word that nobody knows is the reason why another one is missing.
    const std::vector<std::string> unknown = app.remaining(true);
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && !unknown.empty()) {
      app.exit(CLI::ExtrasError(unknown));
      return retally::kExitUsage;
    }
    // --help and --version come as errors, too: these are answered on stdout, and are none.
    return app.exit(error) == 0 ? retally::kExitDone : retally::kExitUsage;
  }
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return with_output(run(argc, argv));
  } catch (const std::exception& error) {
    return retally::explain(error, std::cerr);
  }
}
