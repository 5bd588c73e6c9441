#include "redis/cluster_directory.h"

#include <algorithm>

#include "redis/slot.h"
#include "retally/error.h"

namespace retally::redis {
namespace {

std::vector<RedisAddress> no_holders() {
  return {kSlots, RedisAddress{.host = "", .port = 0}};
}

}  // namespace

ClusterDirectory::ClusterDirectory(const RedisOptions& options)
    : session_{options.login, 0, options.connect_timeout, options.command_timeout},
      map_{options.addresses, no_holders()} {}

RedisAddress ClusterDirectory::find(int slot) {
  std::unique_lock lock(mutex_);
  // Only who asks changes them, and one asks at a time.
  const std::vector<RedisAddress>& nodes = map_.nodes;
  inquiry_.make_sure(
      lock, [this] { return !doubted_; },
      [&]() -> Inquiry::Learn {
        return [this, heard = ask_all(nodes)] {
          map_ = heard;
          doubted_ = false;
        };
      });
  const RedisAddress& holder = map_.holders[static_cast<std::size_t>(slot)];
  if (holder.port == 0) {
    doubted_ = true;
    throw Error(ErrorKind::unavailable, "redis cluster: no node holds slot " + std::to_string(slot) +
                                            ", as " + map_.nodes.front().name() + " says");
  }
  return holder;
}

void ClusterDirectory::moved(int slot, const RedisAddress& to) {
  const std::scoped_lock lock(mutex_);
  map_.holders[static_cast<std::size_t>(slot)] = to;
}

void ClusterDirectory::doubt(const RedisAddress& /*server*/) {
  const std::scoped_lock lock(mutex_);
  doubted_ = true;
}

ClusterDirectory::Map ClusterDirectory::ask_all(const std::vector<RedisAddress>& nodes) const {
  std::string why;
  for (const RedisAddress& node : nodes) {
    try {
      return ask(node);
    } catch (const Error& error) {
      why += "; " + std::string(error.what());
    }
  }
  throw Error(ErrorKind::unavailable, "redis cluster: none of its nodes answers" + why);
}

// CLUSTER SLOTS answers with ranges: first slot, last slot, then its nodes, the primary first, each with
// address, port and more.
ClusterDirectory::Map ClusterDirectory::ask(const RedisAddress& node) const {
  Connection connection(node, session_);
  ReplyReader ranges(connection.ask(std::vector<std::string>{"CLUSTER", "SLOTS"}));
  Map map{{node}, no_holders()};
  while (!ranges.done()) {
    ReplyReader range = ranges.array();
    const std::int64_t first = range.integer();
    const std::int64_t last = range.integer();
    for (bool primary = true; !range.done(); primary = false) {
      ReplyReader server = range.array();
      RedisAddress address{.host = server.text()};
      address.port = static_cast<std::uint16_t>(server.integer());
      if (address.host.empty()) {
        address.host =
            node.host;  // a node that does not know its own address: the one by which it was reached
      }
      if (primary && first >= 0 && last < kSlots) {
        std::fill(map.holders.begin() + first, map.holders.begin() + last + 1, address);
      }
      if (std::ranges::find(map.nodes, address) == map.nodes.end()) {
        map.nodes.push_back(std::move(address));
      }
    }
  }
  return map;
}

}  // namespace retally::redis
