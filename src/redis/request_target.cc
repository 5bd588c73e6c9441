#include "redis/request_target.h"

#include "retally/schedule.h"

namespace retally::redis {

std::optional<std::string> request_target(std::string_view id) {
  const std::string prefix = request_id("");
  if (!id.starts_with(prefix)) {
    return std::nullopt;
  }
  std::string target;
  for (std::string_view rest = id.substr(prefix.size()); !rest.empty();) {
    const bool is_dash = rest.starts_with("%2D");
    const bool is_percent = rest.starts_with("%25");
    target += is_dash ? '-' : is_percent ? '%' : rest.front() == '-' ? ':' : rest.front();
    rest.remove_prefix(is_dash || is_percent ? 3 : 1);
  }
  // What no target would be told as is nobody's id.
  return request_id(target) == id && !target.empty() ? std::optional(target) : std::nullopt;
}

}  // namespace retally::redis
