// What has to be asked of servers that may not answer.
//
// One thread asks at a time, and holds no lock meanwhile; who needs to know as well waits for what it hears.
// Where nobody answered, and that took long, nobody asks again for as long: who calls meanwhile fails at
// once. As with Connections, threads that have other things to do spend half of their time on it at most.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace retally::redis {

// Guarded by the mutex of its owner, whose lock each call takes.
class Inquiry {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Notes what was heard.
  using Learn = std::function<void()>;
  // Throws Error(unavailable) if nobody answers.
  using Ask = std::function<Learn()>;

  // `now` is for tests.
  explicit Inquiry(std::function<Time()> now = std::chrono::steady_clock::now) : now_(std::move(now)) {}

  // Returns when `known` is true; until then it asks, without the lock, and learns, with it. Throws what
  // `ask` throws, or Error(unavailable) for what it threw before.
  void make_sure(std::unique_lock<std::mutex>& lock, const std::function<bool()>& known, const Ask& ask);

 private:
  void wait_for_another(std::unique_lock<std::mutex>& lock);
  void ask_once(std::unique_lock<std::mutex>& lock, const Ask& ask);
  void end(std::optional<std::string> failure, Time rests_until);

  const std::function<Time()> now_;
  bool asking_ = false;
  std::uint64_t rounds_ = 0;  // that have ended
  std::condition_variable ended_;
  std::optional<std::string> failure_;  // of the last round
  Time rests_until_{};
};

}  // namespace retally::redis
