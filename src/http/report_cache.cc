#include "http/report_cache.h"

#include <utility>

namespace retally::http {

std::size_t ReportCache::KeyHash::operator()(const Key& key) const noexcept {
  std::size_t hash = std::hash<ResourceId>{}(key.id);
  const auto mix = [&hash](auto value) {
    hash = hash * 0x9e3779b97f4a7c15u + static_cast<std::size_t>(value);
  };
  mix(key.version);
  mix(key.created.time_since_epoch().count());
  mix(key.from.time_since_epoch().count());
  mix(key.to.time_since_epoch().count());
  return hash ^ (hash >> 32);
}

ReportCache::Text ReportCache::find(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void ReportCache::add(const Key& key, Text text) {
  const std::size_t cost = text->size() + kEntryBytes;
  if (cost > max_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;  // somebody else rendered it meanwhile
  entries_.emplace_front(key, std::move(text));
  by_key_.emplace(key, entries_.begin());
  bytes_ += cost;
  while (bytes_ > max_bytes_) {
    const auto& [oldest, oldest_text] = entries_.back();
    bytes_ -= oldest_text->size() + kEntryBytes;
    by_key_.erase(oldest);
    entries_.pop_back();
  }
}

}  // namespace retally::http
