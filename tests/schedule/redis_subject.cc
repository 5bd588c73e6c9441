#include "redis_subject.h"

#include <mutex>
#include <string>

#include "redis/connection.h"
#include "redis/redis_schedule.h"
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

  redis::Address address() const { return server_.address(); }

  std::string enter() {
    const std::scoped_lock lock(mutex_);
    ++subjects_;
    return "q" + std::to_string(++names_);
  }
  void leave() {
    const std::scoped_lock lock(mutex_);
    if (--subjects_ == 0) {
      redis::Connection(address()).ask(std::vector<std::string>{"FLUSHALL"});
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

// The server's time is a key that is set with the clock, and never behind it.
class RedisSubject final : public Subject {
 public:
  explicit RedisSubject(const ScheduleOptions& options) : connection_(Shared::get().address()) {
    set_time(kStart);
    schedule_ = redis::make_redis_schedule({Shared::get().address(), queue_}, options, clock_, kTime);
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
    connection_.ask(std::vector<std::string>{"SET", "retally:{" + queue_ + ":0}:now",
                                             std::to_string(time.time_since_epoch().count())});
  }

  const std::string queue_ = Shared::get().enter();
  ManualClock clock_{kStart};
  std::mutex mutex_;  // guards connection_
  redis::Connection connection_;
  std::unique_ptr<Schedule> schedule_;
};

}  // namespace

SubjectKind redis_subject() {
  return {.name = "redis",
          .make = [](const ScheduleOptions& options) { return std::make_unique<RedisSubject>(options); },
          .shorter = 2};
}

}  // namespace retally
