#include "schedule/failed_table.h"

#include <string>
#include <utility>

namespace retally {

void FailedTable::put(ListEntry entry) {
  std::string target = entry.target;
  const auto it = entries_.emplace(std::move(target), std::move(entry)).first;
  by_end_.insert({it->second.ended, it->first});
  if (entries_.size() > capacity_) {
    take(by_end_.begin()->second);
  }
}

std::optional<ListEntry> FailedTable::take(std::string_view target) {
  const auto it = entries_.find(target);
  if (it == entries_.end()) {
    return std::nullopt;
  }
  by_end_.erase({it->second.ended, it->first});
  ListEntry taken = std::move(it->second);
  entries_.erase(it);
  return taken;
}

Listing FailedTable::list(std::size_t offset, std::size_t limit) const {
  Listing page{.entries = {}, .total = entries_.size()};
  for_page_from_latest(by_end_, offset, limit, [&](std::string_view target) {
    page.entries.push_back(entries_.find(target)->second);
  });
  return page;
}

}  // namespace retally
