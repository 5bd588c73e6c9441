#include "http/accepts.h"

#include <algorithm>

#include "events/text.h"
#include "http/ascii.h"

namespace retally::http {

namespace {

constexpr int kFull = 1000;  // weight, in thousandths

// Takes the part up to the separator off the front.
std::string_view take(std::string_view& list, char separator) {
  const std::string_view part = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(list.size(), part.size() + 1));
  return trimmed(part);
}

// "q=0.25" -> 250. What is no weight takes nothing away.
int weight_in(std::string_view parameter) {
  if (!starts_with_name(parameter, "q=0")) return kFull;
  int weight = 0;
  int unit = kFull / 10;
  for (const char c : parameter.substr(3)) {
    if (c == '.') continue;
    if (!is_digit(c)) return kFull;
    weight += unit * (c - '0');
    unit /= 10;
  }
  return weight;
}

}  // namespace

int weight_of(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    std::string_view element = take(list, ',');
    if (!same_name(take(element, ';'), wanted)) continue;
    int weight = kFull;
    while (!element.empty()) weight = std::min(weight, weight_in(take(element, ';')));
    return weight;
  }
  return 0;
}

bool accepts(std::string_view list, std::string_view wanted) {
  return weight_of(list, wanted) > 0;
}

}  // namespace retally::http
