#include "redis/directory.h"

#include <utility>

#include "redis/cluster_directory.h"
#include "redis/sentinel_directory.h"
#include "retally/error.h"

namespace retally::redis {
namespace {

class OneServer final : public Directory {
 public:
  explicit OneServer(RedisAddress server) : server_(std::move(server)) {}
  RedisAddress find(int /*slot*/) override { return server_; }

 private:
  const RedisAddress server_;
};

}  // namespace

std::unique_ptr<Directory> make_directory(const RedisOptions& options) {
  if (options.addresses.empty()) {
    throw Error(ErrorKind::invalid_input, "redis: no address is given; say where a server listens");
  }
  switch (options.kind) {
    case RedisKind::sentinel:
      return std::make_unique<SentinelDirectory>(options);
    case RedisKind::cluster:
      return std::make_unique<ClusterDirectory>(options);
    case RedisKind::server:
      break;
  }
  return std::make_unique<OneServer>(options.addresses.front());
}

}  // namespace retally::redis
