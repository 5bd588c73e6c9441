// A Redis Cluster of the test's own: three primaries, and a replica of each.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tests/support/redis_server.h"

namespace retally {

class RedisCluster {
 public:
  // Returns when every node answers for every slot.
  RedisCluster();

  // Of a schedule on it.
  RedisOptions options(const std::string& queue = "default") const;

  std::size_t size() const { return nodes_.size(); }
  RedisServer& node(std::size_t i) { return nodes_[i].server; }
  std::uint16_t port(std::size_t i) const { return nodes_[i].port; }
  // The number of the node that is the primary of a slot.
  std::size_t primary_of(int slot) const;

 private:
  struct Node {
    Node();
    std::uint16_t port = free_port();
    RedisServer server;
  };

  bool is_whole() const;

  std::deque<Node> nodes_;
};

}  // namespace retally
