// The nodes of a Redis Cluster, and the slots that they hold.
#pragma once

#include <mutex>
#include <vector>

#include "redis/connection.h"
#include "redis/directory.h"
#include "redis/inquiry.h"

namespace retally::redis {

class ClusterDirectory final : public Directory {
 public:
  explicit ClusterDirectory(const RedisOptions& options);

  RedisAddress find(int slot) override;
  void moved(int slot, const RedisAddress& to) override;
  void doubt(const RedisAddress& server) override;

 private:
  struct Map {
    std::vector<RedisAddress> nodes;    // the node that answered comes first
    std::vector<RedisAddress> holders;  // of each slot
  };

  Map ask_all(const std::vector<RedisAddress>& nodes) const;
  Map ask(const RedisAddress& node) const;

  const Session session_;
  std::mutex mutex_;  // guards all below
  Map map_;
  bool doubted_ = true;
  Inquiry inquiry_;
};

}  // namespace retally::redis
