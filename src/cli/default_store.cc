#include "cli/default_store.h"

#include <fmt/format.h>

#include <filesystem>

#include "retally/error.h"

namespace retally {
namespace {

std::string directory(const Environment& environment) {
  const auto value = [&](const char* name) {
    const char* found = environment(name);
    return std::string(found == nullptr ? "" : found);
  };
  // systemd lists several directories with colons between them; ours is the first.
  if (const std::string given = value("STATE_DIRECTORY"); !given.empty())
    return given.substr(0, given.find(':'));
  if (const std::string state = value("XDG_STATE_HOME"); !state.empty()) return state + "/retally";
  if (const std::string home = value("HOME"); !home.empty()) return home + "/.local/state/retally";
  throw Error(ErrorKind::invalid_input,
              "store: neither HOME nor XDG_STATE_HOME is set; say --store sqlite:PATH");
}

}  // namespace

std::string default_store_path(const Environment& environment) {
  return directory(environment) + "/retally.db";
}

std::string default_store_url(const Environment& environment) {
  const std::string path = default_store_path(environment);
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error)
    throw Error(ErrorKind::unavailable,
                fmt::format("store: can't make the directory of {}: {}; say --store sqlite:PATH", path,
                            error.message()));
  return "sqlite:" + path;
}

}  // namespace retally
