#include "cli/target_name.h"

#include <fmt/format.h>

#include "retally/error.h"
#include "store/resource.h"

namespace retally {

std::string target_name(const std::string& text) {
  const bool number = text.find_first_not_of("0123456789") == std::string::npos;
  const std::string target = number ? "project:" + text : text;
  if (!resource_of(target))
    throw Error(ErrorKind::invalid_input,
                fmt::format("'{}' is no target: write it as project:7, task:7 or job:7", text));
  return target;
}

}  // namespace retally
