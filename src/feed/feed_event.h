// What has happened to a target, for whoever watches.
//
// What a member means, and for which kinds it says something, stands beside it; else it is empty or zero.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "retally/schedule.h"

namespace retally {

enum class FeedKind {
  // Of no target: some of what happened until now may not be told. Whoever shows the schedule looks at it
  // anew; from here on nothing is missed.
  reload,
  pending,    // the target waits for its update, which is due then
  requested,  // somebody has asked for an update now
  running,    // a worker has claimed a run
  renewed,    // a run has succeeded
  failed,     // a run has failed; if it is tried again, a `pending` follows
  cancelled,  // what was pending or had failed was taken off
};

inline constexpr std::size_t kFeedKinds = 7;

// "reload", "pending", …
std::string_view name_of(FeedKind kind);
// None for any other text.
std::optional<FeedKind> feed_kind(std::string_view name);

struct FeedEvent {
  FeedKind kind = FeedKind::reload;
  std::string target{};
  // When it happened: by the schedule's clock where its answer says so, else by that of the process that
  // tells it.
  TimePoint at{};
  TimePoint due{};                // pending, running
  RunKind run = RunKind::update;  // running
  std::string user{};             // requested, and running for a request: who asked
  int attempt = 0;                // running
  std::uint64_t touches = 0;      // running: how many changes it stands for
  std::string error{};            // failed

  bool operator==(const FeedEvent&) const = default;
};

}  // namespace retally
