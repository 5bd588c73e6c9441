#include "http/router.h"

#include <algorithm>

#include "http/query.h"

namespace retally::http {

namespace {

// More than any route has: a path of a million slashes is cut short.
constexpr std::size_t kMaxSegments = 8;

// "/api/jobs/7" -> "api", "jobs", "7". A slash at the end makes an empty segment: it is another path.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty() && segments.size() < kMaxSegments) {
    path.remove_prefix(1);
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

bool is_param(std::string_view segment) {
  return segment.starts_with('{');
}

bool fits(std::string_view pattern, std::string_view segment) {
  return is_param(pattern) ? !segment.empty() : pattern == segment;
}

void allow(std::string& allowed, std::string_view method) {
  if (!allowed.empty()) allowed += ", ";
  allowed += method;
}

}  // namespace

Router::Router(std::span<const Route> routes) : routes_(routes) {
  for (const Route& route : routes_) segments_.push_back(split(route.path));
}

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const std::vector<std::string_view> segments = split(path);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!std::ranges::equal(segments_[i], segments, fits)) continue;
    const Route& route = routes_[i];
    allow(match.allowed, name_of(route.method));
    if (route.method == Method::get) allow(match.allowed, "HEAD");
    if (route.method != (method == Method::head ? Method::get : method)) continue;
    match.route = &route;
    for (std::size_t k = 0; k < segments.size(); ++k) {
      if (is_param(segments_[i][k])) match.params.push_back(percent_decode(segments[k]));
    }
    return match;
  }
  return match;
}

}  // namespace retally::http
