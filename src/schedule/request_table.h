// The requests for an update now: at most one per target, first come, first served.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "retally/schedule.h"
#include "schedule/string_map.h"
#include "schedule/time_index.h"

namespace retally {

struct RequestRecord {
  Request request;
  TimePoint asked{};
  TimePoint ended{};
  std::uint64_t place = 0;  // in the queue
};

// Not thread-safe. Every operation is O(log n).
class RequestTable {
 public:
  // The target's request: the one that is queued or started, else a new one. `held`: the target is running.
  const Request& ask(std::string_view target, std::string_view user, TimePoint now, bool held);
  const Request* find(std::string_view id) const;
  // Forgets an ended request; another one stays.
  void forget(std::string_view id);
  // Forgets all that had ended by `when`.
  void forget_ended(TimePoint when);

  // The target is no longer running: its queued request, if any, is ready. There is no hold() to match: a
  // request that is ready is handed out before any update of its target starts.
  void release(std::string_view target);

  bool has_ready() const { return !ready_.empty(); }
  // The target asked for first among those not held.
  std::optional<std::string> ready() const;
  // Moves the target's request from queued to started, and from there to its end.
  const RequestRecord& start(std::string_view target);
  void end(std::string_view target, const std::optional<std::string>& error, TimePoint now);

  std::size_t queued() const { return queued_; }

 private:
  RequestRecord* find_queued(std::string_view target);

  StringMap<RequestRecord> records_;               // by id
  std::map<std::uint64_t, RequestRecord*> ready_;  // by place
  TimeIndex by_end_;                               // ids of those that have ended
  std::uint64_t next_place_ = 1;
  std::size_t queued_ = 0;
};

}  // namespace retally
