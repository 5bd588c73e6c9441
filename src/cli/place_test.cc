#include "cli/place.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <map>

#include "cli/default_store.h"
#include "retally/error.h"

namespace retally {
namespace {

Environment environment_of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

TEST(Place, WhatIsTypedWinsOverVariablesAndTheseOverWhatIsThere) {
  const std::string state = testing::TempDir() + "retally_place_" + std::to_string(::getpid());
  const std::string home_store = "sqlite:" + state + "/retally/retally.db";
  const struct {
    const char *flag_server, *flag_store, *server, *store;
    bool answers;
    Place::Kind kind;
    std::string url;
  } cases[] = {
      {"http://a", "", "http://b", "sqlite:b", true, Place::Kind::server, "http://a"},
      {"", "sqlite:a", "http://b", "sqlite:b", true, Place::Kind::store, "sqlite:a"},
      {"", "", "http://b", "", true, Place::Kind::server, "http://b"},
      {"", "", "", "sqlite:b", true, Place::Kind::store, "sqlite:b"},
      {"", "", "", "", true, Place::Kind::server, kDefaultServer},
      {"", "", "", "", false, Place::Kind::store, home_store},
  };
  for (const auto& each : cases) {
    const Environment environment = environment_of(
        {{"RETALLY_SERVER", each.server}, {"RETALLY_STORE", each.store}, {"XDG_STATE_HOME", state}});
    PlaceOptions options{each.flag_server, each.flag_store, ""};
    complete(options, environment);
    const Place place = choose_place(options, environment, [&](const std::string&) { return each.answers; });
    EXPECT_EQ(place.kind, each.kind) << each.url;
    EXPECT_EQ(place.url, each.url);
  }
}

TEST(Place, TwoVariablesAtOnceAreAnError) {
  const Environment environment =
      environment_of({{"RETALLY_SERVER", "http://b"}, {"RETALLY_STORE", "sqlite:b"}});
  PlaceOptions options;
  complete(options, environment);
  EXPECT_THROW(choose_place(options, environment, [](const std::string&) { return true; }), Error);
}

TEST(Place, TheTokenMayBeAVariable) {
  PlaceOptions options;
  complete(options, environment_of({{"RETALLY_TOKEN", "secret"}}));
  EXPECT_EQ(options.token, "secret");
}

TEST(DefaultStore, IsWhereTheSystemKeepsState) {
  EXPECT_EQ(default_store_path(environment_of({{"STATE_DIRECTORY", "/var/lib/retally:/b"}, {"HOME", "/h"}})),
            "/var/lib/retally/retally.db");
  EXPECT_EQ(default_store_path(environment_of({{"XDG_STATE_HOME", "/s"}, {"HOME", "/h"}})),
            "/s/retally/retally.db");
  EXPECT_EQ(default_store_path(environment_of({{"HOME", "/h"}})), "/h/.local/state/retally/retally.db");
  EXPECT_THROW(default_store_path(environment_of({})), Error);
}

TEST(DefaultStore, SaysSoWhenItCannotMakeItsDirectory) {
  try {
    default_store_url(environment_of({{"HOME", "/proc/nobody"}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  }
}

}  // namespace
}  // namespace retally
