#include "tests/support/redis_cluster.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "retally/error.h"

namespace retally {
namespace {

constexpr std::size_t kNodes = 6;

std::vector<std::string> settings(std::uint16_t port) {
  return {"port " + std::to_string(port), "bind 127.0.0.1", "cluster-enabled yes",
          "cluster-port " + std::to_string(free_port()),
          // How soon a node is held to be dead: short, but a busy machine is not to be taken for it.
          "cluster-node-timeout 2000", "repl-diskless-sync-delay 0"};
}

}  // namespace

RedisCluster::Node::Node() : server(settings(port)) {}

RedisCluster::RedisCluster() {
  std::string command = "redis-cli --cluster create";
  for (std::size_t i = 0; i < kNodes; ++i) {
    command += " 127.0.0.1:" + std::to_string(nodes_.emplace_back().port);
  }
  command += " --cluster-replicas 1 --cluster-yes > /dev/null";
  if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c): redis-cli is how a person makes one
    throw std::runtime_error("no cluster could be made: " + command);
  }
  while (!is_whole()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool RedisCluster::is_whole() const {
  for (const Node& node : nodes_) {
    const std::string info = node.server.ask({"CLUSTER", "INFO"}).text();
    redis::ReplyReader role = node.server.ask({"ROLE"});
    const bool is_primary = role.text() == "master";
    // A primary without its replica could not fail over.
    const bool followed = !is_primary || [&] {
      role.integer();
      return !role.array().done();
    }();
    if (info.find("cluster_state:ok") == std::string::npos || !followed) {
      return false;
    }
  }
  return true;
}

RedisOptions RedisCluster::options(const std::string& queue) const {
  RedisOptions options;
  options.kind = RedisKind::cluster;
  options.queue = queue;
  options.addresses.clear();
  for (const Node& node : nodes_) {
    options.addresses.push_back({.port = node.port});
  }
  return options;
}

std::size_t RedisCluster::primary_of(int slot) const {
  for (const Node& asked : nodes_) {
    try {
      for (redis::ReplyReader ranges = asked.server.ask({"CLUSTER", "SLOTS"}); !ranges.done();) {
        redis::ReplyReader range = ranges.array();
        const std::int64_t first = range.integer();
        const std::int64_t last = range.integer();
        redis::ReplyReader primary = range.array();
        primary.text();
        const std::int64_t port = primary.integer();
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
          if (first <= slot && slot <= last && nodes_[i].port == port) {
            return i;
          }
        }
      }
    } catch (const Error&) {
      // It is away: the next one knows.
    }
  }
  throw std::runtime_error("no node knows slot " + std::to_string(slot));
}

}  // namespace retally
