// The fixed part of each metric: what it is called, how it is described, and how it is shown. The words are
// CVAT's own, so that whoever reads CVAT's answers can read ours.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "store/resource.h"

namespace retally {

// What a client is to do with two series: replace them by `left operator right`, under `name`.
struct Transformation {
  std::string_view name;
  std::string_view left;
  std::string_view op;
  std::string_view right;
};

struct MetricForm {
  std::string_view name;
  std::string_view title;
  std::string_view description;  // {J} and {j} stand for the resource: "Job" and "job"
  std::string_view granularity;  // empty: one number, of no day in particular
  std::string_view default_view;
  bool filterable;                       // a reader's period leaves out days of it
  std::array<std::string_view, 3> keys;  // of its series; the last ones may be empty
  std::optional<Transformation> transformation;

  std::size_t series() const;  // how many keys there are
};

enum class Metric : std::size_t {
  objects = 0,
  annotation_speed = 1,
  annotation_time = 2,
  total_object_count = 3,
  average_annotation_speed = 4,
};

// The five, in the order in which a report has them.
extern const std::array<MetricForm, 5> kMetrics;

const MetricForm& form_of(Metric metric);

// The form of a metric by its name; nullptr if there is no such metric.
const MetricForm* find_form(std::string_view name);

// The description for a resource of that kind.
std::string describe(const MetricForm& form, ResourceKind kind);

}  // namespace retally
