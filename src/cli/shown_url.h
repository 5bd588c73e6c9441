// URLs as people may see them.
#pragma once

#include <string>
#include <string_view>

namespace retally {

// The URL of a store or a server without what may be secret in it: the user and password before its host, and
// what follows a '?'. The path of an SQLite file is as it is.
std::string shown_url(std::string_view url);

}  // namespace retally
