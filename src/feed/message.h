// Events as they travel between processes: a JSON array of objects, which docs/redis.md describes.
//
//   [{"kind":"pending","target":"project:7","at":1718193600000,"due":1718194500000}]
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feed/feed_event.h"

namespace retally {

std::string to_message(std::span<const FeedEvent> events);

// What is no message counts as a `reload`: something was told that cannot be understood. An event of a kind
// that is not known, as a later version may have, is left out.
std::vector<FeedEvent> from_message(std::string_view message);

}  // namespace retally
