#include "schedule/pending_table.h"

#include <utility>

namespace retally {

const Pending* PendingTable::find(std::string_view target) const {
  const auto it = records_.find(target);
  return it == records_.end() ? nullptr : &it->second;
}

void PendingTable::put(std::string_view target, Pending pending) {
  const auto it = records_.emplace(target, std::move(pending)).first;
  const auto& [name, record] = *it;
  by_due_.insert({record.due, name});
  by_first_touch_.insert({record.first_touch, name});
  if (!record.held) {
    ready_.insert({record.due, name});
  }
}

void PendingTable::touch(std::string_view target, std::uint64_t count, TimePoint due) {
  auto& [name, record] = *records_.find(target);
  record.touches += count;
  if (due == record.due) {
    return;
  }
  by_due_.erase({record.due, name});
  by_due_.insert({due, name});
  if (ready_.erase({record.due, name})) {
    ready_.insert({due, name});
  }
  record.due = due;
}

Pending PendingTable::take(std::string_view target) {
  const auto it = records_.find(target);
  by_due_.erase({it->second.due, it->first});
  by_first_touch_.erase({it->second.first_touch, it->first});
  ready_.erase({it->second.due, it->first});
  Pending taken = std::move(it->second);
  records_.erase(it);
  return taken;
}

void PendingTable::hold(std::string_view target) {
  if (const auto it = records_.find(target); it != records_.end()) {
    it->second.held = true;
    ready_.erase({it->second.due, it->first});
  }
}

void PendingTable::release(std::string_view target) {
  if (const auto it = records_.find(target); it != records_.end() && it->second.held) {
    it->second.held = false;
    ready_.insert({it->second.due, it->first});
  }
}

std::optional<std::string> PendingTable::ready(TimePoint now) const {
  if (next_ready() > now || ready_.empty()) {
    return std::nullopt;
  }
  return std::string(ready_.begin()->second);
}

TimePoint PendingTable::next_ready() const {
  return ready_.empty() ? TimePoint::max() : ready_.begin()->first;
}

Listing PendingTable::list(std::size_t offset, std::size_t limit) const {
  Listing page{.entries = {}, .total = records_.size()};
  for_page(by_due_, offset, limit, [&](std::string_view target) {
    const Pending& record = *find(target);
    page.entries.push_back({.target = std::string(target),
                            .first_touch = record.first_touch,
                            .due = record.due,
                            .attempt = record.attempt,
                            .touches = record.touches,
                            .error = record.error});
  });
  return page;
}

std::optional<TimePoint> PendingTable::first(const TimeIndex& index) {
  return index.empty() ? std::nullopt : std::optional(index.begin()->first);
}

}  // namespace retally
