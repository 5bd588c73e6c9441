#include "schedule/running_table.h"

#include <utility>

namespace retally {

const ListEntry* RunningTable::find(std::string_view target, RunToken token, TimePoint now) const {
  const auto it = runs_.find(target);
  const bool holds = it != runs_.end() && it->second.token == token && now < it->second.entry.lease_until;
  return holds ? &it->second.entry : nullptr;
}

void RunningTable::put(Running running) {
  std::string target = running.entry.target;
  const auto it = runs_.emplace(std::move(target), std::move(running)).first;
  by_lease_end_.insert({it->second.entry.lease_until, it->first});
  by_start_.insert({it->second.entry.started, it->first});
}

void RunningTable::extend(std::string_view target, TimePoint lease_until) {
  auto& [name, running] = *runs_.find(target);
  by_lease_end_.erase({running.entry.lease_until, name});
  by_lease_end_.insert({lease_until, name});
  running.entry.lease_until = lease_until;
}

ListEntry RunningTable::take(std::string_view target) {
  const auto it = runs_.find(target);
  by_lease_end_.erase({it->second.entry.lease_until, it->first});
  by_start_.erase({it->second.entry.started, it->first});
  ListEntry taken = std::move(it->second.entry);
  runs_.erase(it);
  return taken;
}

std::optional<std::string> RunningTable::orphan(TimePoint now) const {
  if (by_lease_end_.empty() || next_lease_end() > now) {
    return std::nullopt;
  }
  return std::string(by_lease_end_.begin()->second);
}

TimePoint RunningTable::next_lease_end() const {
  return by_lease_end_.empty() ? TimePoint::max() : by_lease_end_.begin()->first;
}

Listing RunningTable::list(std::size_t offset, std::size_t limit) const {
  Listing page{.entries = {}, .total = runs_.size()};
  for_page(by_start_, offset, limit,
           [&](std::string_view target) { page.entries.push_back(runs_.find(target)->second.entry); });
  return page;
}

}  // namespace retally
