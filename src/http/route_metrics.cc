#include "http/route_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <string>

namespace retally::http {

RouteMetrics::RouteMetrics(prometheus::Registry& registry, std::span<const Route> routes) : routes_(routes) {
  auto& requests = prometheus::BuildCounter()
                       .Name("retally_http_requests_total")
                       .Help("Requests answered, by route and class of status")
                       .Register(registry);
  auto& seconds = prometheus::BuildHistogram()
                      .Name("retally_http_request_seconds")
                      .Help("From a request's last byte to its answer, where it was not refused before")
                      .Register(registry);
  const prometheus::Histogram::BucketBoundaries buckets{0.0001, 0.0005, 0.001, 0.005, 0.01,
                                                        0.05,   0.1,    0.5,   1,     5};
  const auto add = [&](const std::string& name) {
    Entry entry{};
    for (std::size_t i = 0; i < kClasses; ++i)
      entry.by_class[i] = &requests.Add({{"route", name}, {"code", std::to_string(i + 2) + "xx"}});
    entry.seconds = &seconds.Add({{"route", name}}, buckets);
    entries_.push_back(entry);
  };
  for (const Route& route : routes) add(std::string(name_of(route.method)) + ' ' + std::string(route.path));
  add("none");
}

const RouteMetrics::Entry& RouteMetrics::entry_of(const Route* route) const {
  return entries_[route == nullptr ? routes_.size() : static_cast<std::size_t>(route - routes_.data())];
}

void RouteMetrics::count(const Route* route, int status) {
  entry_of(route).by_class[static_cast<std::size_t>(std::clamp(status / 100, 2, 5) - 2)]->Increment();
}

void RouteMetrics::observe(const Route* route, std::chrono::nanoseconds took) {
  entry_of(route).seconds->Observe(std::chrono::duration<double>(took).count());
}

}  // namespace retally::http
