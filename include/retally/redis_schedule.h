// The schedule on Redis: one for any number of processes. docs/redis.md is its protocol.
//
//   SystemClock clock;
//   auto schedule = make_redis_schedule(redis_options("redis://127.0.0.1:6379"), {}, clock);
//   schedule->touch("project:7");
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "retally/schedule.h"
#include "retally/schedule_options.h"

namespace retally {

enum class RedisKind {
  server,    // one server, and nothing happens when it is gone
  sentinel,  // a primary and its replicas, watched by Redis Sentinel
  cluster,   // Redis Cluster
};

// Where a server, a sentinel or a node of a cluster listens.
struct RedisAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
  std::string socket{};  // path of a unix socket; in the place of host and port

  // For messages: "127.0.0.1:6379", or the path.
  std::string name() const;

  auto operator<=>(const RedisAddress&) const = default;
};

struct RedisLogin {
  std::string user{};  // of Redis 6 and later; empty: the default user
  std::string password{};
};

struct RedisOptions {
  RedisKind kind = RedisKind::server;
  // One at least: the server; the sentinels; some nodes of the cluster, by which the others are found.
  std::vector<RedisAddress> addresses = {RedisAddress{}};
  std::string primary{};  // the name by which the sentinels know it
  RedisLogin login{};
  RedisLogin sentinel_login{};
  int database = 0;

  std::string queue = "default";  // 1 to 64 letters, digits, '-', '_' or '.'
  // In how many shards a new queue lies, 1 to 1,024. 0: as many as the queue has, or, if it is new, 1; in a
  // cluster 16. It never changes afterwards.
  int shards = 0;

  Millis connect_timeout = std::chrono::seconds(1);
  Millis command_timeout = std::chrono::seconds(2);

  // Told, when the schedule is made, what works now but may not always: a server that may evict what is
  // pending, for example. In plain words, and without a password.
  std::function<void(const std::string&)> warn{};
};

// The options that a URL stands for:
//
//   redis://[user[:password]@]host[:port][/database]       password alone: redis://:password@host
//   unix:///path/of/socket
//   redis+sentinel://[…@]host[:port],host[:port]…/primary[/database]       port 26379 if none is given
//   redis+cluster://[…@]host[:port],host[:port]…
//
// each with ?queue=NAME, shards=N, password_file=PATH, user=USER and, for sentinels of their own password,
// sentinel_password_file=PATH; for a unix socket also db=N. A file's first line is the password. What
// is percent-encoded is decoded. Throws Error(invalid_input) that never shows a password, and
// Error(not_found) for a file that cannot be read.
RedisOptions redis_options(std::string_view url);

// Connects, and creates the queue if there is none. One that is there takes these settings from now on, for
// all that use it. Throws Error(unavailable) if the server is away; Error(invalid_input) for options or
// settings that cannot be, and for a server that is a replica; Error(conflict) if the queue has another
// number of shards or was made by a later version.
//
// Afterwards a server that goes away and comes back, with or without its data, is met again by the next call;
// so is the one that takes its place in a failover. Start all processes with one number of shards: where the
// data were lost, and one that wants fewer has come first, calls to a shard that is no more throw
// Error(conflict); where one that wants more has, nothing tells, and a target may run twice at once. `clock`
// only measures how long to sleep; what is due when is decided by the server's time. It must outlive the
// schedule.
std::unique_ptr<Schedule> make_redis_schedule(const RedisOptions& options, const ScheduleOptions& settings,
                                              Clock& clock);

// The same with the settings that the queue has: for whoever only touches or looks. Throws Error(not_found)
// if it has not been created yet.
std::unique_ptr<Schedule> join_redis_schedule(const RedisOptions& options, Clock& clock);

}  // namespace retally
