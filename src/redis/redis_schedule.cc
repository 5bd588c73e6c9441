// Each operation is one script, and each script one step that nothing comes in between of. So there is
// nothing to decide here: this file puts arguments into words and answers into structs, and tells the workers
// that sleep in this process what is due sooner because of it.
#include "redis/redis_schedule.h"

#include <algorithm>
#include <utility>

#include "redis/combiner.h"
#include "redis/queue.h"
#include "redis/request_target.h"
#include "redis/waiting_room.h"
#include "retally/error.h"
#include "schedule/target.h"

namespace retally::redis {
namespace {

// How many targets one call of a script is about: it takes 2 ms, and until it ends the server does nothing
// else.
constexpr std::size_t kBatch = 500;
constexpr std::size_t kMaxClaim = 1000;  // claim.lua's
constexpr int kLost = -2;                // keys.lua's

class RedisSchedule final : public Schedule {
 public:
  RedisSchedule(RedisOptions options, const ScheduleOptions& settings, Clock& clock, const std::string& time)
      : queue_(std::move(options), settings, time), waiting_(clock) {}

  using Schedule::touch;

  std::vector<Touched> touch(std::span<const Touch> touches) override;
  std::vector<Run> claim(std::size_t max, Millis lease) override;
  bool wait(std::stop_token stop) override;
  std::optional<TimePoint> extend(const Run& run, Millis lease) override;
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
  std::vector<Touched> touch_all(std::span<const Touch> touches);
  std::vector<bool> finish_all(std::span<const Ending> endings);

  Queue queue_;
  WaitingRoom waiting_;
  Combiner<Touch, Touched> touches_{kBatch,
                                    [this](const std::vector<Touch>& touches) { return touch_all(touches); }};
  Combiner<Ending, bool> endings_{
      kBatch, [this](const std::vector<Ending>& endings) { return finish_all(endings); }};
};

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

std::string text(RunToken token) {
  return text(static_cast<std::uint64_t>(token));
}

// The calls of a script that takes so many words an item, and a batch of them at a time.
template <typename Item, typename Words>
std::vector<Arguments> in_batches(std::span<const Item> items, Words words) {
  std::vector<Arguments> calls;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i % kBatch == 0) {
      calls.emplace_back();
    }
    words(calls.back(), items[i]);
  }
  return calls;
}

Touched read_touched(ReplyReader& answer, TimePoint at) {
  const TimePoint due = answer.time();
  const std::int64_t what = answer.integer();
  return {static_cast<TouchResult>(what % 4), due, at, what >= 4};
}

std::vector<Touched> RedisSchedule::touch(std::span<const Touch> touches) {
  for (const Touch& touch : touches) {
    check_target("touch", touch.target);
  }
  if (touches.size() == 1) {
    return {touches_.ask(touches.front())};
  }
  return touch_all(touches);
}

std::vector<Touched> RedisSchedule::touch_all(std::span<const Touch> touches) {
  std::vector<Touched> answers;
  answers.reserve(touches.size());
  Millis nearest = Millis::max();
  const auto calls = in_batches(touches, [](Arguments& words, const Touch& touch) {
    words.emplace_back(touch.target);
    words.push_back(text(touch.count));
  });
  for (ReplyReader& answer : queue_.call_each(Script::touch, calls)) {
    for (const TimePoint at = answer.time(); !answer.done();) {
      answers.push_back(read_touched(answer, at));
      if (answers.back().result == TouchResult::scheduled) {
        nearest = std::min(nearest, answers.back().due - at);
      }
    }
  }
  if (nearest != Millis::max()) {
    waiting_.expect(nearest);
  }
  return answers;
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

std::vector<Run> RedisSchedule::claim(std::size_t max, Millis lease) {
  check_lease("claim", lease);
  std::vector<Run> runs;
  std::size_t wanted = 0;
  do {
    wanted = std::min(max - runs.size(), kMaxClaim);
    ReplyReader answer = queue_.call(Script::claim, {text(wanted), std::to_string(lease.count())});
    const TimePoint now = answer.time();
    const TimePoint lease_until = answer.time();
    std::size_t found = 0;
    for (; !answer.done(); ++found) {
      runs.push_back(read_run(answer, now, lease_until));
    }
    if (found < wanted) {
      break;
    }
  } while (runs.size() < max);
  if (!runs.empty()) {
    waiting_.expect(lease);
  }
  return runs;
}

bool RedisSchedule::wait(std::stop_token stop) {
  return waiting_.wait(std::move(stop), [this]() -> std::optional<Millis> {
    const std::int64_t left = queue_.call(Script::next, {}).integer();
    return left < 0 ? std::nullopt : std::optional(Millis(left));
  });
}

std::optional<TimePoint> RedisSchedule::extend(const Run& run, Millis lease) {
  check_lease("extend", lease);
  const std::int64_t until =
      queue_.call(Script::extend, {run.target, text(run.token), std::to_string(lease.count())}).integer();
  if (until == kLost) {
    return std::nullopt;
  }
  waiting_.expect(lease);
  return TimePoint(Millis(until));
}

bool RedisSchedule::holds(const Run& run) {
  return queue_.call(Script::holds, {run.target, text(run.token)}).integer() == 1;
}

std::string text(const std::optional<std::string>& error) {
  if (!error) {
    return "";
  }
  return error->empty() ? "failed, and gave no reason" : cut_error(*error);
}

std::vector<bool> RedisSchedule::finish(std::span<const Ending> endings) {
  if (endings.size() == 1) {
    return {endings_.ask(endings.front())};
  }
  return finish_all(endings);
}

std::vector<bool> RedisSchedule::finish_all(std::span<const Ending> endings) {
  std::vector<bool> ended;
  Millis nearest = Millis::max();
  const auto calls = in_batches(endings, [](Arguments& words, const Ending& ending) {
    words.insert(words.end(), {std::string(ending.target), text(ending.token), text(ending.error)});
  });
  for (ReplyReader& answer : queue_.call_each(Script::finish, calls)) {
    while (!answer.done()) {
      const std::int64_t left = answer.integer();
      ended.push_back(left != kLost);
      if (left >= 0) {
        nearest = std::min(nearest, Millis(left));
      }
    }
  }
  if (nearest != Millis::max()) {
    waiting_.expect(nearest);
  }
  return ended;
}

std::string RedisSchedule::request(std::string_view target, std::string_view user) {
  check_target("request", target);
  check_user("request", user);
  queue_.call(Script::request, {std::string(target), std::string(user)});
  waiting_.expect(Millis(0));
  return request_id(target);
}

std::optional<Request> RedisSchedule::find_request(std::string_view id) {
  std::optional<std::string> target = request_target(id);
  if (!target) {
    return std::nullopt;
  }
  ReplyReader answer = queue_.call(Script::find_request, {*target});
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
  if (std::optional<std::string> target = request_target(id)) {
    queue_.call(Script::forget_request, {*std::move(target)});
  }
}

bool RedisSchedule::cancel(std::string_view target) {
  check_target("cancel", target);
  return queue_.call(Script::cancel, {std::string(target)}).integer() == 1;
}

bool RedisSchedule::retry(std::string_view target) {
  check_target("retry", target);
  const bool found = queue_.call(Script::retry, {std::string(target)}).integer() == 1;
  if (found) {
    waiting_.expect(Millis(0));
  }
  return found;
}

std::vector<TargetState> RedisSchedule::states(std::span<const std::string> targets) {
  for (const std::string& target : targets) {
    check_target("states", target);
  }
  std::vector<TargetState> answers;
  answers.reserve(targets.size());
  const auto calls =
      in_batches(targets, [](Arguments& words, const std::string& target) { words.push_back(target); });
  for (ReplyReader& answer : queue_.call_each(Script::states, calls)) {
    while (!answer.done()) {
      const bool pending = answer.integer() >= 0;
      const bool running = answer.integer() == 1;
      answers.push_back({pending, running, answer.integer() == 1});
    }
  }
  return answers;
}

std::optional<TimePoint> RedisSchedule::due(std::string_view target) {
  check_target("due", target);
  const std::int64_t due = queue_.call(Script::states, {std::string(target)}).integer();
  return due < 0 ? std::nullopt : std::optional(TimePoint(Millis(due)));
}

const char* name_of(ListState state) {
  switch (state) {
    case ListState::pending:
      return "pending";
    case ListState::running:
      return "running";
    case ListState::failed:
      return "failed";
    case ListState::history:
      break;
  }
  return "history";
}

ListEntry read_entry(ReplyReader& answer) {
  ListEntry entry;
  entry.target = answer.text();
  entry.kind = static_cast<RunKind>(answer.integer());
  entry.user = answer.text();
  entry.first_touch = answer.time();
  entry.due = answer.time();
  entry.started = answer.time();
  entry.lease_until = answer.time();
  entry.ended = answer.time();
  entry.attempt = static_cast<int>(answer.integer());
  entry.touches = static_cast<std::uint64_t>(answer.integer());
  entry.error = answer.text();
  return entry;
}

Listing RedisSchedule::list(ListState state, std::size_t offset, std::size_t limit) {
  // Lua's numbers are whole up to 2^53, and no list is as long as this.
  constexpr std::size_t kFarthest = std::size_t{1} << 40U;
  ReplyReader answer = queue_.call(
      Script::list, {name_of(state), text(std::min(offset, kFarthest)), text(std::min(limit, kMaxPage))});
  Listing page;
  page.total = static_cast<std::size_t>(answer.integer());
  while (!answer.done()) {
    page.entries.push_back(read_entry(answer));
  }
  return page;
}

Stats RedisSchedule::stats() {
  ReplyReader answer = queue_.call(Script::stats, {});
  const auto count = [&] { return static_cast<std::size_t>(answer.integer()); };
  const auto time = [&]() -> std::optional<TimePoint> {
    const std::int64_t at = answer.integer();
    return at < 0 ? std::nullopt : std::optional(TimePoint(Millis(at)));
  };
  // In this order: initialisers of a list are worked out from left to right.
  return {.pending = count(),
          .running = count(),
          .failed = count(),
          .requests = count(),
          .oldest_pending = time(),
          .next_due = time(),
          .touches = count(),
          .merges = count(),
          .runs = count(),
          .failures = count(),
          .orphans = count()};
}

}  // namespace

std::unique_ptr<Schedule> make_redis_schedule(RedisOptions options, ScheduleOptions settings, Clock& clock) {
  return make_redis_schedule(std::move(options), settings, clock, "");
}

std::unique_ptr<Schedule> make_redis_schedule(RedisOptions options, ScheduleOptions settings, Clock& clock,
                                              const std::string& time) {
  check(settings);
  return std::make_unique<RedisSchedule>(std::move(options), settings, clock, time);
}

}  // namespace retally::redis
