// Which Redis server RQ's jobs are on: the options that rqscheduler and `rq` have, and their variables.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "cli/settings.h"
#include "retally/redis_schedule.h"

namespace retally {

struct RqPlace {
  std::string url;  // wins over all below
  std::string host = "localhost";
  std::uint16_t port = 6379;
  int database = 0;
  std::string password;
};

// --url, --host, --port, --db and --password, each also as its RQ_REDIS_… variable.
void add_rq_place(CLI::App& command, RqPlace& place);

// Throws Error(invalid_input) for a URL that is none.
RedisOptions redis_options_of(const RqPlace& place);

}  // namespace retally
