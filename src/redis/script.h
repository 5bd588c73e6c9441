// The scripts, one operation each: src/redis/lua/NAME.lua, which is part of the program.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace retally::redis {

enum class Script {
  create,
  restore,
  settings,
  touch,
  claim,
  finish,
  extend,
  holds,
  request,
  find_request,
  forget_request,
  cancel,
  retry,
  states,
  list,
  stats,
  next,
  before,
};
inline constexpr std::size_t kScripts = 18;

// What a script is sent: the name that its messages bear, its whole text, and how many of a shard's keys it
// needs.
struct ScriptSource {
  std::string_view name;
  std::string text;
  std::size_t keys = 0;
};

// `time` is the Lua that sets `now`; empty: that of now.lua.
std::array<ScriptSource, kScripts> script_sources(std::string_view time);

}  // namespace retally::redis
