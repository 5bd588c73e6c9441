// The other way round than request_id().
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retally::redis {

// The target whose request has that id; none if there is no such target.
std::optional<std::string> request_target(std::string_view id);

}  // namespace retally::redis
