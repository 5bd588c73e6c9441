#include "cli/log_batch.h"

#include <utility>

#include "ingest/horizon.h"
#include "ingest/translate.h"
#include "retally/error.h"

namespace retally {

void LogBatcher::on_event(const Event& event, std::uint64_t line) {
  try {
    check_age(event, horizon_);
    translate(event, batch_.changes);
  } catch (const Error& error) {
    reject(error.what(), event.text, line);
    return;
  }
  ++batch_.events;
  if (options_.with_json) append_json(event.text);
}

void LogBatcher::on_bad(const BadEvent& bad, std::uint64_t line) {
  reject(bad.reason, bad.text, line);
}

void LogBatcher::reject(const std::string& reason, std::string_view text, std::uint64_t line) {
  line += options_.lines_before;
  rejects_.add(line, reason, text);
  batch_.changes.rejects.push_back({options_.received.time_since_epoch().count(), options_.name, line, reason,
                                    std::string(text.substr(0, kMaxRejectBytes))});
  ++batch_.events;
}

void LogBatcher::append_json(std::string_view text) {
  batch_.json += batch_.json.empty() ? '[' : ',';
  if (options_.csv_header.empty())
    batch_.json += text;
  else
    csv_.append(text, batch_.json);
}

LogBatch LogBatcher::take() {
  if (!batch_.json.empty()) batch_.json += ']';
  return std::exchange(batch_, LogBatch{});
}

}  // namespace retally
