#include "cli/log_batch.h"

#include <utility>

namespace retally {

void LogBatcher::taken(const Event& event) {
  if (!options_.with_json) return;
  json_ += json_.empty() ? '[' : ',';
  if (options_.csv_header.empty())
    json_ += event.text;
  else
    csv_.append(event.text, json_);
}

LogBatch LogBatcher::take() {
  if (!json_.empty()) json_ += ']';
  const std::uint64_t count = events();
  return {Collector::take(), std::exchange(json_, {}), count};
}

}  // namespace retally
