#include "feed/redis_channel.h"

#include "redis/slot.h"
#include "retally/error.h"

namespace retally {

// The tag is that of the queue's first shard, so that in a cluster, too, all know on which node they meet.
RedisChannel::RedisChannel(const RedisOptions& options)
    : tag_(options.queue + ":0"),
      events_("retally:{" + tag_ + "}:feed"),
      audience_(events_ + ":audience"),
      session_{options.login, options.database, options.connect_timeout, options.command_timeout},
      directory_(redis::make_directory(options)) {}

RedisChannel::Link RedisChannel::connect() {
  RedisAddress server = directory_->find(redis::crc16(tag_) % redis::kSlots);
  try {
    auto connection = std::make_unique<redis::Connection>(server, session_);
    return {std::move(server), std::move(connection)};
  } catch (const Error&) {
    doubt(server);
    throw;
  }
}

}  // namespace retally
