// Which database the URL of a store names.
#pragma once

#include <optional>
#include <string_view>

namespace retally {

// The path of "sqlite:PATH"; none where it is no such URL, or no path follows.
std::optional<std::string_view> sqlite_path(std::string_view url);

// "postgresql://…", as libpq takes it.
bool is_postgres_url(std::string_view url);

// For messages: what comes before the colon, as there may be a password in the rest.
std::string_view scheme_of(std::string_view url);

}  // namespace retally
