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

  // `route` null: none was found. Any thread may call it.
  void count(const Route* route, int status, std::chrono::nanoseconds took);

 private:
  static constexpr std::size_t kClasses = 4;  // 2xx to 5xx

  struct Entry {
    std::array<prometheus::Counter*, kClasses> by_class;
    prometheus::Histogram* seconds;
  };

  std::span<const Route> routes_;
  std::vector<Entry> entries_;  // of each route, and last of none
};

}  // namespace retally::http
