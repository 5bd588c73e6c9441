// A figure of one value that is read when it is asked for, as Prometheus wants it.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <string>
#include <utility>

namespace retally::http {

inline prometheus::MetricFamily metric_family(std::string name, std::string help, prometheus::MetricType type,
                                              double value) {
  prometheus::ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  return {std::move(name), std::move(help), type, {std::move(metric)}};
}

inline prometheus::MetricFamily gauge(std::string name, std::string help, double value) {
  return metric_family(std::move(name), std::move(help), prometheus::MetricType::Gauge, value);
}

inline prometheus::MetricFamily counter(std::string name, std::string help, std::uint64_t value) {
  return metric_family(std::move(name), std::move(help), prometheus::MetricType::Counter,
                       static_cast<double>(value));
}

}  // namespace retally::http
