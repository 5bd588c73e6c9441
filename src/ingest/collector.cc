#include "ingest/collector.h"

#include <utility>

#include "ingest/horizon.h"
#include "ingest/translate.h"
#include "retally/error.h"

namespace retally {

void Collector::on_event(const Event& event, std::uint64_t line) {
  try {
    check_age(event, horizon_);
    translate(event, set_);
  } catch (const Error& error) {
    return reject(error.what(), event.text, line);
  }
  ++events_;
  taken(event);
}

void Collector::on_bad(const BadEvent& bad, std::uint64_t line) {
  reject(bad.reason, bad.text, line);
}

void Collector::reject(std::string reason, std::string_view text, std::uint64_t line) {
  ++events_;
  ++set_.rejected;
  not_taken(reason, text, line);
  if (set_.rejects.size() == kKeptRejects) return;
  set_.rejects.push_back({received_.time_since_epoch().count(), source_, line, std::move(reason),
                          std::string(text.substr(0, kMaxRejectBytes))});
}

ChangeSet Collector::take() {
  events_ = 0;
  return std::exchange(set_, ChangeSet{});
}

}  // namespace retally
