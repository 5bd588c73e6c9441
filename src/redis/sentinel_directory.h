// The primary, as Redis Sentinel knows it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "redis/connection.h"
#include "redis/directory.h"
#include "redis/inquiry.h"

namespace retally::redis {

class SentinelDirectory final : public Directory {
 public:
  explicit SentinelDirectory(const RedisOptions& options);

  RedisAddress find(int slot) override;
  void doubt(const RedisAddress& server) override;

 private:
  // Primary, and the sentinel that named it.
  std::pair<RedisAddress, RedisAddress> ask_all(const std::vector<RedisAddress>& sentinels) const;
  std::optional<RedisAddress> ask(const RedisAddress& sentinel) const;
  void check_role(const RedisAddress& server) const;

  const std::string name_;
  const Session to_sentinels_;
  const Session to_servers_;
  std::mutex mutex_;                     // guards all below
  std::vector<RedisAddress> sentinels_;  // the one that answered last comes first
  std::optional<RedisAddress> primary_;
  Inquiry inquiry_;
};

}  // namespace retally::redis
