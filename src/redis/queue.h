// A queue: names the keys of its shards, and calls its scripts where they are.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redis/connections.h"
#include "redis/directory.h"
#include "redis/reply.h"
#include "redis/result.h"
#include "redis/script.h"
#include "retally/redis_schedule.h"

namespace retally::redis {

using Arguments = std::vector<std::string>;

// A call of a script, for one shard.
struct Call {
  std::size_t shard = 0;
  Arguments arguments{};
};

using Answer = Result<ReplyReader>;

// Every function may be called from any thread, and throws Error(unavailable) where a server is away or
// cannot do it.
class Queue {
 public:
  // Creates the queue if there is none; see make_redis_schedule() and, without settings,
  // join_redis_schedule(). `time`: see script_sources.
  Queue(const RedisOptions& options, const ScheduleOptions* settings, std::string_view time);

  std::size_t shards() const { return shards_.size(); }
  // The shard that a target belongs to.
  std::size_t shard_of(std::string_view target) const;

  // Calls a script once, atomically.
  ReplyReader call(Script script, std::size_t shard, Arguments arguments);
  // Calls it for each of them in one round trip to each server; others may come in between. The answers are
  // in the order of the calls.
  std::vector<Answer> call_each(Script script, std::span<const Call> calls);
  // The same for every shard, in their order.
  std::vector<Answer> call_all(Script script, const Arguments& arguments);

  // For who listens: the channels on which the scripts tell that there is something to do at once, and a
  // server that publishes them.
  std::vector<std::string> channels() const;
  RedisAddress publisher() { return directory_->find(shards_.front().slot); }
  const Session& session() const { return connections_.session(); }

 private:
  struct Shard {
    std::vector<std::string> keys;
    int slot = 0;
  };
  struct Loaded {
    ScriptSource source;
    std::string sha;
  };
  struct Lane;

  // Those of the queue, as its first shard has them; the protocol is empty where there is none.
  struct Found {
    std::string protocol{};
    std::string shards{};
    Arguments settings{};  // name and value of all others
  };

  static Shard make_shard(const std::string& name, std::size_t number);
  void load();
  Found find();
  void open(const RedisOptions& options, const ScheduleOptions* settings);
  void create(Script script, std::size_t shard, const Arguments& settings);
  void restore(std::size_t shard);
  void check_same(const std::string& setting, const std::string& theirs, const std::string& ours) const;

  const Loaded& loaded(Script script) const { return scripts_[static_cast<std::size_t>(script)]; }
  std::vector<std::string> command(const Loaded& script, const Call& call) const;
  Connections::Borrowed borrow(const RedisAddress& server);
  std::vector<Lane> make_lanes(std::span<const Call> calls, std::span<Answer> answers);
  void exchange(const Loaded& script, std::span<const Call> calls, std::vector<Lane>& lanes,
                std::span<Answer> answers, std::span<Reply> replies);
  ReplyReader settle(const Loaded& script, const Call& call, RedisAddress server, Reply reply);
  [[noreturn]] void fail(const RedisAddress& server, std::string_view script, const Reply& reply) const;

  const std::string name_;
  const std::unique_ptr<Directory> directory_;
  Connections connections_;
  // Set by the constructor, and never again:
  std::array<Loaded, kScripts> scripts_;
  std::vector<Shard> shards_;
  Arguments settings_;  // what the queue is created with
};

}  // namespace retally::redis
