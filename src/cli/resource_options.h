// --project, --task or --job: which resource a command is about.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

#include "store/resource.h"

namespace retally {

struct ResourceOptions {
  std::int64_t project = 0;
  std::int64_t task = 0;
  std::int64_t job = 0;

  ResourceId id() const;
};

// Exactly one of them has to be given.
void add_resource_options(CLI::App& command, ResourceOptions& options);

}  // namespace retally
