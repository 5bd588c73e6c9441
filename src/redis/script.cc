#include "redis/script.h"

#include <algorithm>
#include <vector>

#include "redis/lua_files.h"

namespace retally::redis {
namespace {

constexpr std::size_t kAllKeys = 15;

struct Parts {
  std::string_view name;
  std::vector<std::string_view> uses;  // besides now and keys
  std::size_t keys = kAllKeys;
};

// In the order of Script.
std::array<Parts, kScripts> parts() {
  return {{{"create", {}, 1},
           {"restore", {}, 1},
           {"settings", {}, 1},
           {"touch", {"wake"}, 9},
           {"claim", {"records", "end_run", "damage"}},
           {"finish", {"records", "end_run"}},
           {"extend", {"records"}},
           {"holds", {"records"}},
           {"request", {"records", "wake"}},
           {"find_request", {"records"}},
           {"forget_request", {}},
           {"cancel", {}},
           {"retry", {"wake"}},
           {"states", {}},
           {"list", {"records"}},
           {"stats", {}},
           {"next", {"damage"}},
           {"before", {}}}};
}

std::string_view lua(std::string_view name) {
  return std::ranges::find(kLuaFiles, name, &LuaFile::name)->text;
}

}  // namespace

std::array<ScriptSource, kScripts> script_sources(std::string_view time) {
  std::array<ScriptSource, kScripts> sources;
  std::ranges::transform(parts(), sources.begin(), [&](const Parts& script) {
    std::string text(time.empty() ? lua("now") : time);
    text += lua("keys");
    for (const std::string_view used : script.uses) {
      text += lua(used);
    }
    text += lua(script.name);
    return ScriptSource{script.name, std::move(text), script.keys};
  });
  return sources;
}

}  // namespace retally::redis
