// Answers that have been rendered before: the same report for the same days is the same text.
//
// The key holds all that the text depends on, so an entry is never wrong, and never needs to be dropped for
// another reason than room.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "report/report.h"
#include "store/store.h"

namespace retally::http {

class ReportCache {
 public:
  using Text = std::shared_ptr<const std::string>;

  struct Key {
    ResourceId id;
    std::int64_t version = 0;  // of the report
    TimePoint created{};       // of the report
    Day from{};
    Day to{};
    bool operator==(const Key&) const = default;
  };

  // Holds texts of up to `max_bytes` together; the one unused for longest goes first.
  explicit ReportCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Any thread may call these.
  Text find(const Key& key);  // none: not here
  void add(const Key& key, Text text);

 private:
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  using Entries = std::list<std::pair<Key, Text>>;  // latest use first

  // What an entry costs besides its text: two nodes, a key, a control block.
  static constexpr std::size_t kEntryBytes = 256;

  const std::size_t max_bytes_;
  std::mutex mutex_;
  Entries entries_;                                             // guarded by mutex_
  std::unordered_map<Key, Entries::iterator, KeyHash> by_key_;  // guarded by mutex_
  std::size_t bytes_ = 0;                                       // guarded by mutex_
};

}  // namespace retally::http
