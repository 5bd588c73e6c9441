// retally token: tokens for the API.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "http/tokens.h"

namespace retally {
namespace {

constexpr auto kTokenHelp = R"(Example:
  retally token create dashboard --scopes read,operate >> tokens   (the token itself is on stderr)
  chmod 600 tokens
  retally serve --listen 0.0.0.0:8460 --token-file tokens

Scopes: ingest (send events), read (reports, schedule, metrics), operate (touch, run, cancel, retry, restore).
The file keeps a hash only: the token is shown this once.)";

struct TokenOptions {
  std::string name;
  std::string scopes;
};

// The line goes to stdout, so that it can be appended to the file; the token is for a person's eyes.
int create(const TokenOptions& options) {
  const std::string token = http::make_token();
  const std::string line = http::token_line(options.name, options.scopes, token);
  fmt::print(stderr, "token of {}, shown this once: {}\nthe line for the --token-file:\n", options.name,
             token);
  fmt::print("{}\n", line);
  return kExitDone;
}

}  // namespace

void add_token(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("token", "Make a token for the API");
  command->require_subcommand(1);
  command->footer(kTokenHelp);
  CLI::App* creation = command->add_subcommand("create", "Make a token, and the line for the token file");
  const auto options = std::make_shared<TokenOptions>();
  creation->add_option("NAME", options->name, "Whose it is")->required();
  creation->add_option("--scopes", options->scopes, "What it allows: some of ingest,read,operate")
      ->type_name("SCOPE,…")
      ->required();
  creation->footer(kTokenHelp);
  creation->callback([options, &chosen] { chosen = [options] { return create(*options); }; });
}

}  // namespace retally
