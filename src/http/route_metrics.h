// How many requests a route answered, how, and how long that took.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <span>
#include <vector>

#include "http/router.h"

namespace prometheus {
class Counter;
class Histogram;
class Registry;
}  // namespace prometheus

namespace retally::http {

class RouteMetrics {
 public:
  RouteMetrics(prometheus::Registry& registry, std::span<const Route> routes);

  // `route` null: none was found. Any thread may call both.
  void count(const Route* route, int status);
  // Of an answer that a handler gave: those that were refused before that would only make it look quick.
  void observe(const Route* route, std::chrono::nanoseconds took);

 private:
  static constexpr std::size_t kClasses = 4;  // 2xx to 5xx

  struct Entry {
    std::array<prometheus::Counter*, kClasses> by_class;
    prometheus::Histogram* seconds;
  };

  const Entry& entry_of(const Route* route) const;

  std::span<const Route> routes_;
  std::vector<Entry> entries_;  // of each route, and last of none
};

}  // namespace retally::http
