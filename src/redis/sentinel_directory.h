// The primary, as Redis Sentinel knows it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "redis/connection.h"
#include "redis/directory.h"

namespace retally::redis {

class SentinelDirectory final : public Directory {
 public:
  explicit SentinelDirectory(const RedisOptions& options);

  RedisAddress find(int slot) override;
  void doubt(const RedisAddress& server) override;

 private:
  RedisAddress ask_all();
  std::optional<RedisAddress> ask(const RedisAddress& sentinel) const;
  void check_role(const RedisAddress& server) const;

  const std::string name_;
  const Session to_sentinels_;
  const Session to_servers_;
  std::mutex mutex_;                     // guards all below
  std::vector<RedisAddress> sentinels_;  // the one that answered last comes first
  std::optional<RedisAddress> primary_;
};

}  // namespace retally::redis
