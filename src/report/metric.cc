#include "report/metric.h"

#include <algorithm>

namespace retally {

const std::array<MetricForm, 5> kMetrics = {{
    {.name = "objects",
     .title = "Objects",
     .description = "Metric shows number of added/changed/deleted objects for the {J}.",
     .granularity = "day",
     .default_view = "histogram",
     .filterable = true,
     .keys = {"created", "updated", "deleted"},
     .transformation = {}},
    {.name = "annotation_speed",
     .title = "Annotation speed (objects per hour)",
     .description = "Metric shows annotation speed in the {j} as number of objects per hour.",
     .granularity = "day",
     .default_view = "histogram",
     .filterable = false,
     .keys = {"object_count", "working_time"},
     .transformation = Transformation{"annotation_speed", "object_count", "/", "working_time"}},
    {.name = "annotation_time",
     .title = "Annotation time (hours)",
     .description = "Metric shows how long the {J} is in progress state.",
     .granularity = "",
     .default_view = "numeric",
     .filterable = false,
     .keys = {"total_annotating_time"},
     .transformation = {}},
    {.name = "total_object_count",
     .title = "Total Object Count",
     .description = "Metric shows total object count in the {J}.",
     .granularity = "",
     .default_view = "numeric",
     .filterable = false,
     .keys = {"total_object_count"},
     .transformation = {}},
    {.name = "average_annotation_speed",
     .title = "Average Annotation Speed (objects per hour)",
     .description = "Metric shows average annotation speed in the {J}.",
     .granularity = "",
     .default_view = "numeric",
     .filterable = false,
     .keys = {"average_annotation_speed"},
     .transformation = {}},
}};

std::size_t MetricForm::series() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys, [](std::string_view key) { return !key.empty(); }));
}

const MetricForm& form_of(Metric metric) {
  return kMetrics[static_cast<std::size_t>(metric)];
}

const MetricForm* find_form(std::string_view name) {
  const auto* found = std::ranges::find(kMetrics, name, &MetricForm::name);
  return found == kMetrics.end() ? nullptr : found;
}

std::string describe(const MetricForm& form, ResourceKind kind) {
  std::string text(form.description);
  std::string noun(name_of(kind));
  const std::size_t at = text.find('{');
  if (text[at + 1] == 'J') noun[0] = static_cast<char>(noun[0] - 'a' + 'A');
  return text.replace(at, 3, noun);
}

}  // namespace retally
