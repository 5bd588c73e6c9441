// The nodes of a Redis Cluster, and the slots that they hold.
#pragma once

#include <mutex>
#include <vector>

#include "redis/connection.h"
#include "redis/directory.h"

namespace retally::redis {

class ClusterDirectory final : public Directory {
 public:
  explicit ClusterDirectory(const RedisOptions& options);

  RedisAddress find(int slot) override;
  void moved(int slot, const RedisAddress& to) override;
  void doubt(const RedisAddress& server) override;

 private:
  void ask_all();
  void ask(const RedisAddress& node);

  const Session session_;
  std::mutex mutex_;                  // guards all below
  std::vector<RedisAddress> known_;   // the node that answered last comes first
  std::vector<RedisAddress> holder_;  // of each slot
  bool doubted_ = true;
};

}  // namespace retally::redis
