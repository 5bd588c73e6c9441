#include "redis_subject.h"

#include <mutex>
#include <string>

#include "redis/connection.h"
#include "redis/redis_testing.h"
#include "retally/manual_clock.h"
#include "tests/support/redis_server.h"

namespace retally {
namespace {

// One server a process, and a queue a subject. When none is left the server is emptied.
class Shared {
 public:
  static Shared& get() {
    static Shared shared;
    return shared;
  }

  const RedisServer& server() const { return server_; }

  std::string enter() {
    const std::scoped_lock lock(mutex_);
    ++subjects_;
    return "q" + std::to_string(++names_);
  }
  void leave() {
    const std::scoped_lock lock(mutex_);
    if (--subjects_ == 0) {
      server_.ask({"FLUSHALL"});
    }
  }

 private:
  RedisServer server_;
  std::mutex mutex_;
  int subjects_ = 0;
  int names_ = 0;
};

// The same for every queue, so that the server compiles the scripts once.
constexpr const char* kTime = "local now = tonumber(redis.call('GET', (KEYS[1]:gsub('config$', 'now'))))\n";

// The server's time is a key of each shard, set with the clock, and never behind it.
class RedisSubject final : public Subject {
 public:
  RedisSubject(const ScheduleOptions& settings, int shards)
      : shards_(shards), connection_(Shared::get().server().address(), {}) {
    set_time(kStart);
    RedisOptions options = Shared::get().server().options(queue_);
    options.shards = shards;
    schedule_ = redis::make_redis_schedule(options, settings, clock_, kTime);
  }
  ~RedisSubject() override {
    schedule_.reset();
    Shared::get().leave();
  }
  RedisSubject(const RedisSubject&) = delete;
  RedisSubject& operator=(const RedisSubject&) = delete;

  Schedule& schedule() override { return *schedule_; }
  Clock& clock() override { return clock_; }
  void advance(Millis by) override {
    const std::scoped_lock lock(mutex_);
    set_time(clock_.now() + by);
    clock_.advance(by);
  }

 private:
  void set_time(TimePoint time) {
    std::vector<std::string> command = {"MSET"};
    for (int i = 0; i < shards_; ++i) {
      command.push_back("retally:{" + queue_ + ":" + std::to_string(i) + "}:now");
      command.push_back(std::to_string(time.time_since_epoch().count()));
    }
    connection_.ask(command);
  }

  const std::string queue_ = Shared::get().enter();
  const int shards_;
  ManualClock clock_{kStart};
  std::mutex mutex_;  // guards connection_
  redis::Connection connection_;
  std::unique_ptr<Schedule> schedule_;
};

}  // namespace

SubjectKind redis_subject(int shards) {
  return {
      .name = shards == 1 ? "redis" : "redis_shards",
      .make = [shards](
                  const ScheduleOptions& options) { return std::make_unique<RedisSubject>(options, shards); },
      .shorter = 2,
      .in_shards = shards > 1};
}

}  // namespace retally
