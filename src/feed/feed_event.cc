#include "feed/feed_event.h"

#include <algorithm>

namespace retally {
namespace {

// In the order of FeedKind.
constexpr std::array<std::string_view, kFeedKinds> kNames{"reload",  "pending", "requested", "running",
                                                          "renewed", "failed",  "cancelled"};

}  // namespace

std::string_view name_of(FeedKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<FeedKind> feed_kind(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<FeedKind>(found - kNames.begin());
}

}  // namespace retally
