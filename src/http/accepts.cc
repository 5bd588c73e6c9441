#include "http/accepts.h"

#include <algorithm>

#include "events/text.h"
#include "http/ascii.h"

namespace retally::http {

namespace {

// Takes the part up to the separator off the front.
std::string_view take(std::string_view& list, char separator) {
  const std::string_view part = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(list.size(), part.size() + 1));
  return trimmed(part);
}

// "q=0" and "q=0.000", as the standard writes them.
bool refuses(std::string_view parameter) {
  return (parameter.starts_with("q=0") || parameter.starts_with("Q=0")) &&
         parameter.find_first_not_of("0.", 2) == std::string_view::npos;
}

}  // namespace

bool accepts(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    std::string_view element = take(list, ',');
    if (!same_name(take(element, ';'), wanted)) continue;
    bool refused = false;
    while (!element.empty()) refused = refuses(take(element, ';')) || refused;
    return !refused;
  }
  return false;
}

}  // namespace retally::http
