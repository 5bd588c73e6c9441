// Each operation is one script, and each script one step that nothing comes in between of. So there is
// nothing to decide here: this file deals items out to their shards, puts arguments into words and answers
// into structs, and tells the workers that sleep in this process what is due sooner because of it.
#include "retally/redis_schedule.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

#include "redis/combiner.h"
#include "redis/dealt.h"
#include "redis/listing.h"
#include "redis/queue.h"
#include "redis/redis_testing.h"
#include "redis/request_target.h"
#include "redis/wake_listener.h"
#include "retally/error.h"
#include "schedule/target.h"
#include "schedule/waiting_room.h"

namespace retally {
namespace redis {
namespace {

constexpr std::size_t kMaxClaim = 1000;  // claim.lua's
// When the next event is, only the server knows, and it knows more of it than it says: other processes touch,
// ask and finish as well. That is only for what another process makes due at once: what it touches falls due
// `quiet` later, and is known long before. Four questions a second of each process cost the server nothing
// that could be measured.
constexpr Millis kLongestSleep{250};
constexpr int kLost = -2;  // keys.lua's

class RedisSchedule final : public Schedule {
 public:
  RedisSchedule(const RedisOptions& options, const ScheduleOptions* settings, Clock& clock,
                std::string_view time)
      : queue_(options, settings, time), waiting_(clock, kLongestSleep) {}

  using Schedule::touch;

  std::vector<Touched> touch(std::span<const Touch> touches) override;
  std::vector<Run> claim(std::size_t max, Millis lease) override;
  bool wait(std::stop_token stop) override;
  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override;
  bool holds(const Run& run) override;
  std::vector<bool> finish(std::span<const Ending> endings) override;
  std::string request(std::string_view target, std::string_view user) override;
  std::optional<Request> find_request(std::string_view id) override;
  void forget_request(std::string_view id) override;
  bool cancel(std::string_view target) override;
  bool retry(std::string_view target) override;
  std::vector<TargetState> states(std::span<const std::string> targets) override;
  std::optional<TimePoint> due(std::string_view target) override;
  Listing list(ListState state, std::size_t offset, std::size_t limit) override;
  Stats stats() override;

 private:
  struct Next {
    std::optional<Millis> left{};
    std::exception_ptr away{};
  };

  std::vector<Result<Touched>> touch_each(std::span<const Touch> touches);
  std::vector<Result<bool>> finish_each(std::span<const Ending> endings);
  void claim_from(std::size_t shard, std::size_t max, Millis lease, std::vector<Run>& runs);
  std::vector<Next> ask_next();
  std::vector<std::size_t> shards_with_work();
  ReplyReader call(Script script, std::string_view target, Arguments more = {});

  Queue queue_;
  WaitingRoom waiting_;
  std::once_flag waits_;
  std::optional<WakeListener> listener_;  // once somebody waits
  Combiner<Touch, Result<Touched>> touches_{
      kBatch, [this](const std::vector<Touch>& touches) { return touch_each(touches); }};
  Combiner<Ending, Result<bool>> endings_{
      kBatch, [this](const std::vector<Ending>& endings) { return finish_each(endings); }};
};

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

std::string text(RunToken token) {
  return text(static_cast<std::uint64_t>(token));
}

Touched read_touched(ReplyReader& answer, TimePoint at) {
  const TimePoint due = answer.time();
  const std::int64_t what = answer.integer();
  return {static_cast<TouchResult>(what % 4), due, at, what >= 4};
}

std::vector<Touched> RedisSchedule::touch(std::span<const Touch> touches) {
  std::ranges::for_each(touches, check_touch);
  if (touches.size() == 1) {
    return {touches_.ask(touches.front()).get()};
  }
  return all_of(touch_each(touches));
}

std::vector<Result<Touched>> RedisSchedule::touch_each(std::span<const Touch> touches) {
  const Dealt dealt = deal(queue_, touches, [](Arguments& words, const Touch& touch) {
    words.emplace_back(touch.target);
    words.push_back(text(touch.count));
  });
  std::vector<Result<Touched>> results(touches.size());
  Millis nearest = Millis::max();
  std::vector<Answer> answers = queue_.call_each(Script::touch, dealt.calls);
  for (std::size_t call = 0; call < answers.size(); ++call) {
    std::optional<TimePoint> at;
    read_items(answers[call], dealt.items[call], results, [&](ReplyReader& answer) {
      at = at ? at : answer.time();
      const Touched touched = read_touched(answer, *at);
      if (touched.result == TouchResult::scheduled) {
        nearest = std::min(nearest, touched.due - *at);
      }
      return touched;
    });
  }
  if (nearest != Millis::max()) {
    waiting_.expect(nearest);
  }
  return results;
}

Run read_run(ReplyReader& answer, TimePoint now, TimePoint lease_until) {
  Run run;
  run.target = answer.text();
  run.token = RunToken(answer.integer());
  run.kind = static_cast<RunKind>(answer.integer());
  run.user = answer.text();
  run.due = answer.time();
  run.started = now;
  run.lease_until = lease_until;
  run.attempt = static_cast<int>(answer.integer());
  run.touches = static_cast<std::uint64_t>(answer.integer());
  return run;
}

// A server that is away keeps nobody from what the others have; only where none has anything it is heard of.
std::vector<Run> RedisSchedule::claim(std::size_t max, Millis lease) {
  check_lease("claim", lease);
  std::vector<Run> runs;
  std::exception_ptr away;
  for (const std::size_t shard : shards_with_work()) {
    if (!runs.empty() && runs.size() == max) {
      break;
    }
    try {
      claim_from(shard, max, lease, runs);
    } catch (const Error&) {
      away = std::current_exception();
    }
  }
  if (runs.empty() && away) {
    std::rethrow_exception(away);
  }
  if (!runs.empty()) {
    waiting_.expect(lease);
  }
  return runs;
}

void RedisSchedule::claim_from(std::size_t shard, std::size_t max, Millis lease, std::vector<Run>& runs) {
  std::size_t wanted = 0;
  std::size_t found = 0;
  do {
    wanted = std::min(max - runs.size(), kMaxClaim);
    ReplyReader answer = queue_.call(Script::claim, shard, {text(wanted), std::to_string(lease.count())});
    const TimePoint now = answer.time();
    const TimePoint lease_until = answer.time();
    for (found = 0; !answer.done(); ++found) {
      runs.push_back(read_run(answer, now, lease_until));
    }
  } while (found == wanted && runs.size() < max);
}

// In how long there is something to claim in each shard; none: nothing is known of.
std::vector<RedisSchedule::Next> RedisSchedule::ask_next() {
  std::vector<Next> next;
  for (Answer& answer : queue_.call_all(Script::next, {})) {
    const bool known = !answer.error && !answer.get().done();
    next.push_back({known ? std::optional(Millis(answer.get().integer())) : std::nullopt, answer.error});
  }
  return next;
}

// Those in which a claim would find something, the most urgent first, and those whose server is away: a claim
// says why.
std::vector<std::size_t> RedisSchedule::shards_with_work() {
  if (queue_.shards() == 1) {
    return {0};
  }
  std::vector<std::pair<Millis, std::size_t>> urgent;
  for (std::size_t shard = 0; const auto& [left, away] : ask_next()) {
    if (away || (left && *left <= Millis(0))) {
      urgent.emplace_back(left.value_or(Millis(0)), shard);
    }
    ++shard;
  }
  std::ranges::sort(urgent);
  std::vector<std::size_t> shards;
  std::ranges::transform(urgent, std::back_inserter(shards), [](const auto& it) { return it.second; });
  return shards;
}

bool RedisSchedule::wait(std::stop_token stop) {
  std::call_once(waits_, [this] { listener_.emplace(queue_, [this] { waiting_.expect(Millis(0)); }); });
  return waiting_.wait(std::move(stop), [this]() -> std::optional<WaitingRoom::Left> {
    std::optional<Millis> nearest;
    std::exception_ptr away;
    for (const auto& [left, error] : ask_next()) {
      away = error ? error : away;
      nearest = left ? std::min(*left, nearest.value_or(*left)) : nearest;
    }
    if (!nearest && away) {
      std::rethrow_exception(away);
    }
    return nearest;
  });
}

// Calls a script about one target.
ReplyReader RedisSchedule::call(Script script, std::string_view target, Arguments more) {
  more.insert(more.begin(), std::string(target));
  return queue_.call(script, queue_.shard_of(target), std::move(more));
}

std::vector<std::optional<TimePoint>> RedisSchedule::extend(std::span<const Run> runs, Millis lease) {
  check_lease("extend", lease);
  Dealt dealt = deal(queue_, runs, [](Arguments& words, const Run& run) {
    words.insert(words.end(), {run.target, text(run.token)});
  });
  for (Call& call : dealt.calls) {
    call.arguments.insert(call.arguments.begin(), std::to_string(lease.count()));
  }
  std::vector<Result<std::optional<TimePoint>>> results(runs.size());
  std::vector<Answer> answers = queue_.call_each(Script::extend, dealt.calls);
  for (std::size_t call = 0; call < answers.size(); ++call) {
    read_items(answers[call], dealt.items[call], results, [](ReplyReader& answer) {
      const std::int64_t until = answer.integer();
      return until == kLost ? std::nullopt : std::optional(TimePoint(Millis(until)));
    });
  }
  waiting_.expect(lease);
  return all_of(std::move(results));
}

bool RedisSchedule::holds(const Run& run) {
  return call(Script::holds, run.target, {text(run.token)}).integer() == 1;
}

std::string text(const std::optional<std::string>& error) {
  if (!error) {
    return "";
  }
  return error->empty() ? "failed, and gave no reason" : cut_error(*error);
}

std::vector<bool> RedisSchedule::finish(std::span<const Ending> endings) {
  if (endings.size() == 1) {
    return {endings_.ask(endings.front()).get()};
  }
  return all_of(finish_each(endings));
}

std::vector<Result<bool>> RedisSchedule::finish_each(std::span<const Ending> endings) {
  const Dealt dealt = deal(queue_, endings, [](Arguments& words, const Ending& ending) {
    words.insert(words.end(), {std::string(ending.target), text(ending.token), text(ending.error)});
  });
  std::vector<Result<bool>> results(endings.size());
  Millis nearest = Millis::max();
  std::vector<Answer> answers = queue_.call_each(Script::finish, dealt.calls);
  for (std::size_t call = 0; call < answers.size(); ++call) {
    read_items(answers[call], dealt.items[call], results, [&](ReplyReader& answer) {
      const std::int64_t left = answer.integer();
      if (left >= 0) {
        nearest = std::min(nearest, Millis(left));
      }
      return left != kLost;
    });
  }
  if (nearest != Millis::max()) {
    waiting_.expect(nearest);
  }
  return results;
}

std::string RedisSchedule::request(std::string_view target, std::string_view user) {
  check_target("request", target);
  check_user("request", user);
  call(Script::request, target, {std::string(user)});
  waiting_.expect(Millis(0));
  return request_id(target);
}

std::optional<Request> RedisSchedule::find_request(std::string_view id) {
  std::optional<std::string> target = request_target(id);
  if (!target) {
    return std::nullopt;
  }
  ReplyReader answer = call(Script::find_request, *target);
  if (answer.done()) {
    return std::nullopt;
  }
  Request request;
  request.id = std::string(id);
  request.target = *std::move(target);
  request.state = static_cast<RequestState>(answer.integer());
  request.user = answer.text();
  request.error = answer.text();
  return request;
}

void RedisSchedule::forget_request(std::string_view id) {
  if (const std::optional<std::string> target = request_target(id)) {
    call(Script::forget_request, *target);
  }
}

bool RedisSchedule::cancel(std::string_view target) {
  check_target("cancel", target);
  return call(Script::cancel, target).integer() == 1;
}

bool RedisSchedule::retry(std::string_view target) {
  check_target("retry", target);
  const bool found = call(Script::retry, target).integer() == 1;
  if (found) {
    waiting_.expect(Millis(0));
  }
  return found;
}

std::vector<TargetState> RedisSchedule::states(std::span<const std::string> targets) {
  for (const std::string& target : targets) {
    check_target("states", target);
  }
  const Dealt dealt =
      deal(queue_, targets, [](Arguments& words, const std::string& target) { words.push_back(target); });
  std::vector<Result<TargetState>> results(targets.size());
  std::vector<Answer> answers = queue_.call_each(Script::states, dealt.calls);
  for (std::size_t call = 0; call < answers.size(); ++call) {
    read_items(answers[call], dealt.items[call], results, [](ReplyReader& answer) {
      const bool pending = answer.integer() >= 0;
      const bool running = answer.integer() == 1;
      return TargetState{pending, running, answer.integer() == 1};
    });
  }
  return all_of(std::move(results));
}

std::optional<TimePoint> RedisSchedule::due(std::string_view target) {
  check_target("due", target);
  const std::int64_t due = call(Script::states, target).integer();
  return due < 0 ? std::nullopt : std::optional(TimePoint(Millis(due)));
}

Listing RedisSchedule::list(ListState state, std::size_t offset, std::size_t limit) {
  return redis::list(queue_, state, offset, limit);
}

Stats RedisSchedule::stats() {
  return redis::stats(queue_);
}

}  // namespace

std::unique_ptr<Schedule> make_redis_schedule(const RedisOptions& options, const ScheduleOptions& settings,
                                              Clock& clock, const std::string& time) {
  check(settings);
  return std::make_unique<RedisSchedule>(options, &settings, clock, time);
}

}  // namespace redis

std::unique_ptr<Schedule> make_redis_schedule(const RedisOptions& options, const ScheduleOptions& settings,
                                              Clock& clock) {
  return redis::make_redis_schedule(options, settings, clock, "");
}

std::unique_ptr<Schedule> join_redis_schedule(const RedisOptions& options, Clock& clock) {
  return std::make_unique<redis::RedisSchedule>(options, nullptr, clock, "");
}

}  // namespace retally
