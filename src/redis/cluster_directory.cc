#include "redis/cluster_directory.h"

#include <algorithm>

#include "redis/slot.h"
#include "retally/error.h"

namespace retally::redis {

ClusterDirectory::ClusterDirectory(const RedisOptions& options)
    : session_{options.login, 0, options.connect_timeout, options.command_timeout},
      known_(options.addresses),
      holder_(kSlots, RedisAddress{.host = "", .port = 0}) {}

RedisAddress ClusterDirectory::find(int slot) {
  const std::scoped_lock lock(mutex_);
  if (doubted_) {
    ask_all();
  }
  const RedisAddress& holder = holder_[static_cast<std::size_t>(slot)];
  if (holder.port == 0) {
    doubted_ = true;
    throw Error(ErrorKind::unavailable, "redis cluster: no node holds slot " + std::to_string(slot) +
                                            ", as " + known_[0].name() + " says");
  }
  return holder;
}

void ClusterDirectory::moved(int slot, const RedisAddress& to) {
  const std::scoped_lock lock(mutex_);
  holder_[static_cast<std::size_t>(slot)] = to;
}

void ClusterDirectory::doubt(const RedisAddress& /*server*/) {
  const std::scoped_lock lock(mutex_);
  doubted_ = true;
}

void ClusterDirectory::ask_all() {
  std::string why;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    try {
      ask(known_[i]);
      doubted_ = false;
      return;
    } catch (const Error& error) {
      why += "; " + std::string(error.what());
    }
  }
  throw Error(ErrorKind::unavailable, "redis cluster: none of its nodes answers" + why);
}

// CLUSTER SLOTS answers with ranges: first slot, last slot, then its nodes, the primary first, each with
// address, port and more.
void ClusterDirectory::ask(const RedisAddress& node) {
  Connection connection(node, session_);
  ReplyReader ranges(connection.ask(std::vector<std::string>{"CLUSTER", "SLOTS"}));
  std::vector<RedisAddress> nodes = {node};
  std::vector<RedisAddress> holder(kSlots, RedisAddress{.host = "", .port = 0});
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
        std::fill(holder.begin() + first, holder.begin() + last + 1, address);
      }
      if (std::ranges::find(nodes, address) == nodes.end()) {
        nodes.push_back(std::move(address));
      }
    }
  }
  known_ = std::move(nodes);
  holder_ = std::move(holder);
}

}  // namespace retally::redis
